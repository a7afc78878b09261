using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Compare.Sides.Recorded;

namespace Compare.Tests.Sides.Recorded;

/// <summary>Archives spelled out by a writer that shares nothing with the reader but the class library's zip.</summary>
internal static class TraceBytes
{
    /// <summary>A whole array, its header as NumPy pads it.</summary>
    public static byte[] Npy(string header, byte[] data, int major = 1)
    {
        var prefix = major == 1 ? 10 : 12;
        var padded = header + new string(' ', 63 - (prefix + header.Length) % 64) + "\n";
        return Npy(padded, padded.Length, data, major);
    }

    /// <summary>A whole array with the header as it is, and any length field.</summary>
    public static byte[] Npy(string header, int headerLength, byte[] data, int major = 1)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, headerLength);
        return
        [
            0x93,
            .. "NUMPY"u8,
            (byte)major,
            0,
            .. length[..(major == 1 ? 2 : 4)],
            .. Encoding.Latin1.GetBytes(header),
            .. data,
        ];
    }

    public static string Header(string descr, string shape, bool isFortran = false) =>
        $"{{'descr': '{descr}', 'fortran_order': {isFortran}, 'shape': {shape}, }}";

    public static byte[] Doubles(string shape, params double[] values) =>
        Npy(Header("<f8", shape), [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Singles(string shape, params float[] values) =>
        Npy(Header("<f4", shape), [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Text(string text) => Npy(Header($"<U{text.Length}", "()"), Encoding.UTF32.GetBytes(text));

    /// <summary>A matrix whose element (i, j) is 10 i + j + start.</summary>
    public static byte[] Matrix(int rows, int columns, double start = 0) =>
        Doubles($"({rows}, {columns})", [.. Elements(rows, columns, start)]);

    public static IEnumerable<double> Elements(int rows, int columns, double start = 0) =>
        from i in Enumerable.Range(0, rows)
        from j in Enumerable.Range(0, columns)
        select 10 * i + j + start;

    public static byte[] Zip(params (string Entry, byte[] Contents)[] entries) =>
        Zip(CompressionLevel.NoCompression, entries);

    public static byte[] Zip(CompressionLevel level, params (string Entry, byte[] Contents)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (entry, contents) in entries)
            {
                using var writer = zip.CreateEntry(entry, level).Open();
                writer.Write(contents);
            }
        return stream.ToArray();
    }

    public static NpzArchive Read(byte[] archive) => NpzReader.Read(new MemoryStream(archive), "run.npz");

    public static RecordedTrace Recognise(params (string Name, byte[] Array)[] arrays) =>
        TraceRecognition.Recognise(Read(Zip([.. arrays.Select(array => (array.Name + ".npy", array.Array))])));

    /// <summary>The place of the first occurrence of a signature.</summary>
    public static int Find(byte[] bytes, ReadOnlySpan<byte> signature) => bytes.AsSpan().IndexOf(signature);
}
