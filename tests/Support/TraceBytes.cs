using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Compare.Problems.Data;
using Compare.Problems.Recorded;

namespace Compare.Tests.Support;

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

    /// <summary>One stored entry, every size, offset and count of it in the fields of zip64 (APPNOTE 4.3.14 to 4.5.3).</summary>
    public static byte[] Zip64(string entry, byte[] contents)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var name = Encoding.ASCII.GetBytes(entry);
        var crc = ~Crc32.Append(uint.MaxValue, contents);
        const ushort version = 45;
        // Method, time, date; the real sizes follow in the extra field.
        void Common(ushort extra)
        {
            writer.Write([0, 0, 0, 0, 0x21, 0]);
            writer.Write(crc);
            writer.Write(ulong.MaxValue);
            writer.Write((ushort)name.Length);
            writer.Write(extra);
        }
        void Sizes(ushort length)
        {
            writer.Write(name);
            writer.Write((ushort)1);
            writer.Write(length);
            writer.Write((ulong)contents.Length);
            writer.Write((ulong)contents.Length);
        }
        writer.Write("PK\x03\x04"u8);
        writer.Write(version);
        writer.Write((ushort)0);
        Common(20);
        Sizes(16);
        writer.Write(contents);
        writer.Flush();
        var directory = (ulong)stream.Position;
        writer.Write("PK\x01\x02"u8);
        writer.Write(version);
        writer.Write(version);
        writer.Write((ushort)0);
        Common(28);
        writer.Write(new byte[10]); // Comment, disk, attributes.
        writer.Write(uint.MaxValue);
        Sizes(24);
        writer.Write(0UL);
        writer.Flush();
        var end = (ulong)stream.Position;
        writer.Write("PK\x06\x06"u8);
        writer.Write(44UL);
        writer.Write(version);
        writer.Write(version);
        writer.Write(0UL); // Disks.
        writer.Write(1UL);
        writer.Write(1UL);
        writer.Write(end - directory);
        writer.Write(directory);
        writer.Write("PK\x06\x07"u8);
        writer.Write(0U);
        writer.Write(end);
        writer.Write(1U);
        writer.Write("PK\x05\x06"u8);
        writer.Write(0U);
        writer.Write(uint.MaxValue);
        writer.Write(ulong.MaxValue);
        writer.Write((ushort)0);
        writer.Flush();
        return stream.ToArray();
    }

    public static NpzArchive Read(byte[] archive) => NpzReader.Read(new MemoryStream(archive), "run.npz");

    public static RecordedTrace Recognise(params (string Name, byte[] Array)[] arrays) =>
        TraceRecognition.Recognise(Read(Zip([.. arrays.Select(array => (array.Name + ".npy", array.Array))])));

    /// <summary>The place of the first occurrence of a signature.</summary>
    public static int Find(byte[] bytes, ReadOnlySpan<byte> signature) => bytes.AsSpan().IndexOf(signature);
}
