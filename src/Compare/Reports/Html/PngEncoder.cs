using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Compare.Results;

namespace Compare.Reports.Html;

/// <summary>Writes small greyscale pictures as PNG (ISO/IEC 15948), eight bits a pixel.</summary>
internal static class PngEncoder
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">rows x columns bytes, row by row, 0 black to 255 white.</param>
    /// <param name="rows">Height, at least 1.</param>
    /// <param name="columns">Width, at least 1.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The number of pixels is not rows x columns, or a side is below 1.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int rows, int columns)
    {
        if (rows < 1 || columns < 1 || pixels.Length != rows * columns)
            throw new ArgumentException(
                $"{Numbers.Text(pixels.Length)} pixels are not {Numbers.Text(rows)} x {Numbers.Text(columns)}.",
                nameof(pixels)
            );
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], rows);
        header[8] = 8; // bits a sample; colour type 0, greyscale, and the only compression, filtering and order follow
        using var file = new MemoryStream();
        file.Write(Signature);
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Compress(pixels, columns));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Each line is preceded by its filter: 0, none.</summary>
    private static byte[] Compress(ReadOnlySpan<byte> pixels, int columns)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize))
            for (var start = 0; start < pixels.Length; start += columns)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(start, columns));
            }
        return compressed.ToArray();
    }

    /// <summary>Length, type, data, and the CRC of type and data.</summary>
    private static void Chunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        var name = Encoding.ASCII.GetBytes(type);
        file.Write(name);
        file.Write(data);
        var crc = ~Crc(Crc(uint.MaxValue, name), data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc);
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOfByte(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
