using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Compare.Reports.Html;

namespace Compare.Tests.Reports;

public sealed class PngEncoderTests
{
    [Fact]
    public void Encode_Picture_DecodesToItsPixels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 28 * 20).Select(i => (byte)(i * 7))];

        var chunks = Chunks(PngEncoder.Encode(pixels, 28, 20));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 20, 0, 0, 0, 28, 8, 0, 0, 0, 0], chunks[0].Data);
        using var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress);
        using var lines = new MemoryStream();
        zlib.CopyTo(lines);
        Assert.Equal(pixels.Chunk(20).SelectMany(line => line.Prepend((byte)0)), lines.ToArray());
    }

    [Fact]
    public void Encode_AnyPicture_EndsAsTheStandardPrintsIt() =>
        // ISO/IEC 15948, 11.2.5: the empty last chunk, whose CRC is that of the letters IEND.
        Assert.Equal(
            [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82],
            PngEncoder.Encode([7], 1, 1)[^12..]
        );

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(4, 2, 3)]
    [InlineData(1, -1, -1)]
    public void Encode_WrongNumberOfPixels_IsRefused(int pixels, int rows, int columns) =>
        Assert.Throws<ArgumentException>(() => PngEncoder.Encode(new byte[pixels], rows, columns));

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }
}
