using System.Buffers.Binary;
using System.Globalization;

namespace Compare.Problems.Data;

/// <summary>Reads images and labels in IDX format, plain or packed with gzip; the contents decide which, not the name.</summary>
/// <remarks>
/// Nothing is believed: every field is checked, and no memory is allocated on the word of a header alone. A plain file must have
/// exactly the length that its header announces before its contents are read; a packed one is unpacked piece by piece, into memory
/// that grows with what arrives and ends with what the header announced.
/// </remarks>
internal static class IdxReader
{
    private const int MaxSide = 1024;
    private const long MaxBytes = 1L << 30;
    private const int FirstPiece = 1 << 16;

    private static readonly string[] DimensionNames = ["count", "rows", "columns"];

    /// <summary>Reads a pair of files.</summary>
    /// <param name="imagesPath">The images, magic number 0x00000803.</param>
    /// <param name="labelsPath">Their labels, magic number 0x00000801.</param>
    /// <returns>The images and labels.</returns>
    /// <exception cref="DataException">A file is missing, unreadable or malformed, or they do not go together.</exception>
    public static ImageSet Read(string imagesPath, string labelsPath) =>
        Join(
            ReadFile(imagesPath, IdxFormat.ImageRank),
            imagesPath,
            ReadFile(labelsPath, IdxFormat.LabelRank),
            labelsPath
        );

    /// <summary>Reads a pair of streams.</summary>
    /// <param name="images">The images; seekable, read from its start.</param>
    /// <param name="imagesName">What to call it in errors.</param>
    /// <param name="labels">Their labels; seekable, read from its start.</param>
    /// <param name="labelsName">What to call it in errors.</param>
    /// <returns>The images and labels.</returns>
    /// <exception cref="DataException">One is malformed, or they do not go together.</exception>
    public static ImageSet Read(Stream images, string imagesName, Stream labels, string labelsName) =>
        Join(
            ReadStream(images, imagesName, IdxFormat.ImageRank),
            imagesName,
            ReadStream(labels, labelsName, IdxFormat.LabelRank),
            labelsName
        );

    /// <summary>Reads one file.</summary>
    internal static IdxArray ReadFile(string path, int rank)
    {
        try
        {
            using var file = File.OpenRead(path);
            return ReadStream(file, path, rank);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file.", inner: exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw DataException.Unreadable(path, exception);
        }
    }

    private static IdxArray ReadStream(Stream stream, string name, int rank)
    {
        stream.Position = 0;
        if (GzipMember.IsGzip(stream))
            return Unpack(stream, name, rank);
        var dimensions = ReadHeader(stream, name, rank, out var length);
        if (stream.Length != length)
            throw WrongLength(name, "length", Bytes(stream.Length), length, dimensions);
        var values = new byte[length - IdxFormat.HeaderLength(rank)];
        if (stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false) != values.Length)
            throw WrongLength(name, "length", "changing while it is read", length, dimensions);
        return new IdxArray(dimensions, values);
    }

    private static IdxArray Unpack(Stream stream, string name, int rank)
    {
        using var member = new GzipMember(stream, name);
        var dimensions = ReadHeader(member, name, rank, out var length);
        var header = IdxFormat.HeaderLength(rank);
        var total = (int)(length - header);
        var values = new byte[Math.Min(total, FirstPiece)];
        var count = 0;
        while (true)
        {
            var read = member.ReadAtLeast(values.AsSpan(count), values.Length - count, throwOnEndOfStream: false);
            count += read;
            if (count < values.Length)
                throw WrongLength(name, "unpacked length", Bytes(header + count), length, dimensions);
            if (count == total)
                break;
            Array.Resize(ref values, (int)Math.Min(total, 2L * values.Length));
        }
        if (member.Read(stackalloc byte[1]) != 0)
            throw WrongLength(name, "unpacked length", $"more than {Bytes(length)}", length, dimensions);
        member.CheckEnd();
        return new IdxArray(dimensions, values);
    }

    /// <summary>Reads and checks the header; the length is that of an unpacked file with this header, in bytes.</summary>
    private static int[] ReadHeader(Stream stream, string name, int rank, out long length)
    {
        Span<byte> header = stackalloc byte[IdxFormat.HeaderLength(rank)];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read >= 4 && BinaryPrimitives.ReadUInt32BigEndian(header) is var magic && magic != IdxFormat.Magic(rank))
            throw DataException.Malformed(name, "magic number", Hex(magic), Hex(IdxFormat.Magic(rank)));
        if (read < header.Length)
            throw DataException.Malformed(name, "length", Bytes(read), $"a header of {Bytes(header.Length)} at least");
        var dimensions = new int[rank];
        length = 1;
        for (var i = 0; i < rank; i++)
        {
            var found = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
            var most = i == 0 ? MaxBytes : MaxSide;
            if (found < 1 || found > most)
                throw DataException.Malformed(name, DimensionNames[i], Text(found), $"1 to {Text(most)}");
            dimensions[i] = (int)found;
            length *= found;
        }
        if (length > MaxBytes)
            throw DataException.Malformed(
                name,
                "count x rows x columns",
                $"{Product(dimensions)} = {Text(length)}",
                $"at most {Text(MaxBytes)}"
            );
        length += header.Length;
        return dimensions;
    }

    private static ImageSet Join(IdxArray images, string imagesName, IdxArray labels, string labelsName)
    {
        var count = images.Dimensions[0];
        if (labels.Dimensions[0] != count)
            throw DataException.Malformed(
                labelsName,
                "count",
                Text(labels.Dimensions[0]),
                $"{Text(count)}, the count of {imagesName}"
            );
        var wrong = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)IdxFormat.MaxLabel);
        if (wrong >= 0)
            throw DataException.Malformed(
                labelsName,
                $"label {Text(wrong)}",
                Text(labels.Values[wrong]),
                $"0 to {Text(IdxFormat.MaxLabel)}"
            );
        return new ImageSet(images.Dimensions[1], images.Dimensions[2], images.Values, labels.Values);
    }

    private static DataException WrongLength(string name, string field, string found, long length, int[] dimensions) =>
        DataException.Malformed(
            name,
            field,
            found,
            $"{Bytes(length)} (a header of {Text(IdxFormat.HeaderLength(dimensions.Length))} and {Product(dimensions)})"
        );

    private static string Product(int[] dimensions) => string.Join(" x ", dimensions.Select(n => Text(n)));

    private static string Bytes(long count) => $"{Text(count)} bytes";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hex(uint number) => $"0x{number.ToString("x8", CultureInfo.InvariantCulture)}";
}
