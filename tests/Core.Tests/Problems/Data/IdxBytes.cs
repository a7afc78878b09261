using System.IO.Compression;
using Compare.Problems.Data;

namespace Compare.Tests.Problems.Data;

/// <summary>A small pair of IDX files, spelled out byte by byte: three images of 2 x 4 pixels.</summary>
internal static class IdxBytes
{
    public static byte[] Images { get; } =
    [
        .. new byte[] { 0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 4 },
        .. Enumerable.Range(100, 24).Select(i => (byte)i),
    ];

    public static byte[] Labels { get; } = [0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 4];

    public static ImageSet Read(byte[] images, byte[] labels) =>
        IdxReader.Read(new MemoryStream(images), "images", new MemoryStream(labels), "labels");

    public static byte[] Pack(byte[] contents)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(contents);
        return packed.ToArray();
    }

    /// <summary>A copy with one byte changed.</summary>
    public static byte[] With(this byte[] bytes, int at, byte value)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] = value;
        return copy;
    }
}
