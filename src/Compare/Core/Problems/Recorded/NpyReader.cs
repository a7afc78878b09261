using System.Buffers.Binary;
using System.Text;

namespace Compare.Problems.Recorded;

/// <summary>Reads one array in NumPy's .npy format, versions 1 to 3.</summary>
/// <remarks>
/// Source: NumPy Enhancement Proposal 1. Nothing is believed: the length of the contents has to follow from the header before they
/// are read, and memory grows with what arrives, so that a header cannot ask for any. Pickles are refused, not read.
/// </remarks>
internal static class NpyReader
{
    /// <summary>The first bytes of an array.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Longest header, in bytes; NumPy's own default.</summary>
    private const int MaxHeader = 10_000;

    /// <summary>Bytes read at a time; a multiple of every size of a number.</summary>
    private const int Piece = 1 << 14;

    /// <summary>Reads an array.</summary>
    /// <param name="stream">Its bytes, from the current position to the end.</param>
    /// <param name="length">How many bytes the stream is said to have.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="place">File and entry, for errors.</param>
    /// <param name="maxElements">The greatest number of elements.</param>
    /// <returns>The array.</returns>
    /// <exception cref="TraceFormatException">It is malformed, holds what is not read, or is longer or shorter than it says.</exception>
    public static NpyArray Read(Stream stream, long length, string name, string place, long maxElements)
    {
        var header = ReadHeader(stream, place, out var start);
        var type = NpyType.Parse(header.Descr, place);
        var count = Count(header.Shape, place, maxElements);
        if (type.IsText && count != 1)
            throw TraceFormatException.Malformed(
                place,
                "shape",
                $"{Words(header.Shape)} of texts",
                "one text, or numbers"
            );
        var needed = start + (long)count * type.Size;
        if (length != needed)
            throw TraceFormatException.Malformed(
                place,
                "length",
                Bytes(length),
                $"{Bytes(needed)} (a header of {Text(start)} and shape {Words(header.Shape)} of {Text(type.Size)} each)"
            );
        var array = type.IsText
            ? new NpyArray(name, type.Code, header.Shape, [], ReadText(stream, type, start, place))
            : new NpyArray(name, type.Code, header.Shape, ReadNumbers(stream, type, count, start, place), null);
        if (stream.Read(stackalloc byte[1]) != 0)
            throw TraceFormatException.Malformed(place, "unpacked length", $"more than {Bytes(needed)}", Bytes(needed));
        return header.IsFortranOrder ? array with { Values = ToCOrder(array.Values, header.Shape) } : array;
    }

    private static NpyHeader ReadHeader(Stream stream, string place, out int start)
    {
        Span<byte> prefix = stackalloc byte[12];
        var read = stream.ReadAtLeast(prefix[..8], 8, throwOnEndOfStream: false);
        if (read < 8 || !prefix.StartsWith(Magic))
            throw TraceFormatException.Malformed(
                place,
                "start",
                read == 0 ? "missing" : Convert.ToHexStringLower(prefix[..Math.Min(read, 6)]),
                $"{Convert.ToHexStringLower(Magic)} and a version, as np.save writes them"
            );
        int major = prefix[6],
            minor = prefix[7];
        if (major is < 1 or > 3 || minor != 0)
            throw TraceFormatException.Malformed(place, "version", $"{Text(major)}.{Text(minor)}", "1.0, 2.0 or 3.0");
        start = major == 1 ? 10 : 12;
        Fill(stream, prefix[8..start], 8, place);
        var length =
            major == 1
                ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
                : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (length > MaxHeader)
            throw TraceFormatException.Malformed(place, "header length", Text(length), $"at most {Text(MaxHeader)}");
        var bytes = new byte[length];
        Fill(stream, bytes, start, place);
        start += (int)length;
        // What is not ASCII cannot belong to a header that is read here; Latin-1 keeps it visible to the parser.
        return NpyHeader.Parse(Encoding.Latin1.GetString(bytes), place);
    }

    /// <summary>The number of elements of a shape.</summary>
    private static int Count(int[] shape, string place, long maxElements)
    {
        if (shape.Contains(0))
            return 0;
        var count = 1L;
        foreach (var side in shape)
        {
            count *= side;
            if (count > maxElements)
                throw TraceFormatException.Malformed(
                    place,
                    "shape",
                    Words(shape),
                    $"at most {Text(maxElements)} elements (what is left of {Text(NpzReader.MaxElements)}, 1 GiB as double)"
                );
        }
        return (int)count;
    }

    private static string ReadText(Stream stream, NpyType type, int start, string place)
    {
        var bytes = new byte[type.Size];
        Fill(stream, bytes, start, place);
        return type.Text(bytes, place);
    }

    private static double[] ReadNumbers(Stream stream, NpyType type, int count, int start, string place)
    {
        var piece = new byte[Math.Min(Piece, count * (long)type.Size)];
        var values = new double[Math.Min(count, Piece)];
        for (var done = 0; done < count; )
        {
            var next = Math.Min(count - done, Piece / type.Size);
            Fill(stream, piece.AsSpan(0, next * type.Size), start + done * (long)type.Size, place);
            if (done + next > values.Length)
                Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            type.Widen(piece, values.AsSpan(done, next), place);
            done += next;
        }
        return values;
    }

    private static void Fill(Stream stream, Span<byte> bytes, long before, string place)
    {
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
            throw TraceFormatException.Malformed(
                place,
                "unpacked length",
                Bytes(before + read),
                $"{Bytes(before + bytes.Length)} or more"
            );
    }

    /// <summary>Reorders what has its first index running fastest so that the last one does.</summary>
    private static double[] ToCOrder(double[] values, int[] shape)
    {
        if (shape.Length < 2 || values.Length < 2)
            return values;
        var ordered = new double[values.Length];
        var index = new int[shape.Length];
        var strides = new int[shape.Length];
        strides[0] = 1;
        for (var axis = 1; axis < shape.Length; axis++)
            strides[axis] = strides[axis - 1] * shape[axis - 1];
        var from = 0;
        for (var to = 0; to < ordered.Length; to++)
        {
            ordered[to] = values[from];
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return ordered;
    }

    /// <summary>A shape as Python prints it.</summary>
    private static string Words(int[] shape) =>
        shape.Length == 1 ? $"({Text(shape[0])},)" : $"({string.Join(", ", shape.Select(side => Text(side)))})";

    private static string Bytes(long count) => $"{Text(count)} bytes";

    private static string Text(long number) => FormattableString.Invariant($"{number}");
}
