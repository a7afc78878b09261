using Compare.Problems.Data;
using CsCheck;
using static Compare.Tests.Problems.Data.IdxBytes;

namespace Compare.Tests.Problems.Data;

public sealed class IdxReaderTests
{
    /// <summary>Far above what a small file needs, far below what a lying header asks for.</summary>
    private const long AllocationLimit = 1 << 20;

    public static TheoryData<string, string, byte[]> MalformedImages =>
        new()
        {
            { "labels instead", "images: magic number is 0x00000801, expected 0x00000803.", Labels },
            { "other type", "images: magic number is 0x00000d03, expected 0x00000803.", Images.With(2, 0x0D) },
            { "no header", "images: length is 0 bytes, expected a header of 16 bytes at least.", [] },
            { "half a header", "images: length is 9 bytes, expected a header of 16 bytes at least.", Images[..9] },
            { "no images", "images: count is 0, expected 1 to 1073741824.", Images.With(7, 0) },
            {
                "negative count",
                "images: count is 4294967043, expected 1 to 1073741824.",
                Images.With(4, 0xFF).With(5, 0xFF).With(6, 0xFF)
            },
            { "no rows", "images: rows is 0, expected 1 to 1024.", Images.With(11, 0) },
            { "absurd columns", "images: columns is 16777220, expected 1 to 1024.", Images.With(12, 1) },
            {
                "absurd product",
                "images: count x rows x columns is 805306371 x 2 x 4 = 6442450968, expected at most 1073741824.",
                Images.With(4, 0x30)
            },
            {
                "one byte short",
                "images: length is 39 bytes, expected 40 bytes (a header of 16 and 3 x 2 x 4).",
                Images[..^1]
            },
            {
                "one byte more",
                "images: length is 41 bytes, expected 40 bytes (a header of 16 and 3 x 2 x 4).",
                [.. Images, 0]
            },
            {
                "packed, one byte short",
                "images: unpacked length is 39 bytes, expected 40 bytes (a header of 16 and 3 x 2 x 4).",
                Pack(Images[..^1])
            },
            {
                "packed, one byte more",
                "images: unpacked length is more than 40 bytes, expected 40 bytes (a header of 16 and 3 x 2 x 4).",
                Pack([.. Images, 0])
            },
            {
                "packed, no header",
                "images: length is 5 bytes, expected a header of 16 bytes at least.",
                Pack(Images[..5])
            },
            { "gzip method", "images: gzip method is 7, expected 8.", Pack(Images).With(2, 7) },
            { "gzip flags", "images: gzip flags is 0x80, expected no reserved bit.", Pack(Images).With(3, 0x80) },
            {
                "gzip name without end",
                "images: gzip header is cut off, expected a header, data and 8 bytes of checksum and length.",
                [.. Pack(Images).With(3, 8)[..10], .. Enumerable.Repeat((byte)1, 30)]
            },
            {
                "nothing but the start of gzip",
                "images: length is 2 bytes, expected 18 at least, being gzip.",
                [0x1F, 0x8B]
            },
        };

    [Theory]
    [MemberData(nameof(MalformedImages))]
    public void Read_MalformedImages_NamesFileFieldFoundAndExpected(string what, string message, byte[] images)
    {
        var error = Assert.Throws<DataException>(() => Read(images, Labels));
        Assert.True(message == error.Message, $"{what}: {error.Message}");
        Assert.False(error.IsUnavailable);
    }

    [Fact]
    public void Read_LabelAboveNine_NamesIt()
    {
        var error = Assert.Throws<DataException>(() => Read(Images, Labels.With(10, 10)));
        Assert.Equal("labels: label 2 is 10, expected 0 to 9.", error.Message);
    }

    [Fact]
    public void Read_OtherCount_NamesBoth()
    {
        var error = Assert.Throws<DataException>(() => Read(Images, [.. Labels.With(7, 4), 1]));
        Assert.Equal("labels: count is 4, expected 3, the count of images.", error.Message);
    }

    [Fact]
    public void Read_WellFormed_GivesEveryByte()
    {
        var set = Read(Images, Labels);

        Assert.Equal((3, 2, 4), (set.Count, set.Rows, set.Columns));
        Assert.Equal(Images[16..], set.Pixels.ToArray());
        Assert.Equal(Images[24..32], set.Image(1).ToArray());
        Assert.Equal([9, 0, 4], set.Labels.ToArray());
    }

    [Fact]
    public void Read_Packed_GivesTheSame()
    {
        Assert.Equal(Read(Images, Labels).Sha256, Read(Pack(Images), Pack(Labels)).Sha256);
        Assert.Equal(Read(Images, Labels).Sha256, Read(Images, Pack(Labels)).Sha256);
    }

    [Fact]
    public void Read_GzipHeaderWithEveryField_SkipsThem()
    {
        var packed = Pack(Images);
        byte[] fields = [2, 0, 77, 78, (byte)'n', 0, (byte)'c', (byte)'c', 0, 1, 2];
        byte[] images = [.. packed.With(3, 2 | 4 | 8 | 16)[..10], .. fields, .. packed[10..]];

        Assert.Equal(Read(Images, Labels).Sha256, Read(images, Labels).Sha256);
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsRefusedWithoutALargeAllocation()
    {
        for (var length = 0; length < Images.Length; length++)
            Refuses(Images[..length], Labels);
        for (var length = 0; length < Labels.Length; length++)
            Refuses(Images, Labels[..length]);
        var packed = Pack(Images);
        for (var length = 0; length < packed.Length; length++)
            Refuses(packed[..length], Labels);
    }

    [Fact]
    public void Read_AnyBitOfTheHeaderFlipped_IsRefusedWithoutALargeAllocation()
    {
        for (var bit = 0; bit < 16 * 8; bit++)
        {
            var images = Flip(Images, bit);
            Refuses(images, Labels);
            Refuses(Pack(images), Labels);
        }
        for (var bit = 0; bit < 8 * 8; bit++)
            Refuses(Images, Flip(Labels, bit));
    }

    [Fact]
    public void Read_AnyHeaderAtAll_IsRefusedWithoutALargeAllocation() =>
        Gen.Select(Gen.UInt[1, 1 << 30], Gen.UInt[1, 1024], Gen.UInt[1, 1024])
            .Where((count, rows, columns) => (ulong)count * rows * columns != 24)
            .Sample(
                (count, rows, columns) =>
                {
                    var images = (byte[])Images.Clone();
                    WriteBigEndian(images, 4, count);
                    WriteBigEndian(images, 8, rows);
                    WriteBigEndian(images, 12, columns);
                    Refuses(images, Labels);
                    Refuses(Pack(images), Labels);
                }
            );

    /// <summary>Some bits of a gzip header mean nothing to a reader; all others must be noticed.</summary>
    [Fact]
    public void Read_AnyBitOfAPackedFileFlipped_IsRefusedOrHarmless()
    {
        var packed = Pack(Images);
        var harmless = 0;
        for (var bit = 0; bit < packed.Length * 8; bit++)
        {
            try
            {
                Assert.Equal(Images[16..], Read(Flip(packed, bit), Labels).Pixels.ToArray());
                harmless++;
            }
            catch (DataException error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
        }
        // Time stamp, extra flags, system; the flag "text"; what pads the last byte of the packed data.
        Assert.InRange(harmless, 6 * 8 + 1, 6 * 8 + 1 + 7);
    }

    [Fact]
    public void Read_RandomBytesAfterAGzipStart_AreRefused() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Refuses([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, .. bytes], Labels));

    [Fact]
    public void Read_BytesAfterTheGzipMember_AreRefused()
    {
        var packed = Pack(Images);
        foreach (var count in new[] { 1, 7, 8, 9, 63, 64, 65, 200, 100_000 })
            Refuses([.. packed, .. new byte[count]], Labels);
        // What follows ends in the right checksum and length.
        Refuses([.. packed, .. packed[^8..]], Labels);
        Refuses([.. packed, .. new byte[500], .. packed[^8..]], Labels);
        // A second member, even an empty one: a header, an empty block, a checksum and a length of zero.
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Refuses([.. packed, .. empty], Labels);
        Refuses([.. packed, .. packed], Labels);
    }

    [Theory]
    [InlineData(8, "CRC-32")]
    [InlineData(4, "length field")]
    public void Read_WrongGzipTrailer_NamesTheField(int fromEnd, string field)
    {
        var packed = Pack(Images);
        var error = Assert.Throws<DataException>(() =>
            Read(packed.With(packed.Length - fromEnd, (byte)(packed[^fromEnd] ^ 1)), Labels)
        );
        Assert.StartsWith($"images: gzip {field} is 0x", error.Message, StringComparison.Ordinal);
    }

    /// <summary>64 MB of zeros behind a header that announces 24 bytes: unpacked no further than the header says.</summary>
    [Fact]
    public void Read_GzipBomb_IsRefusedWithoutUnpackingIt()
    {
        var bomb = new byte[1 << 26];
        Images.CopyTo(bomb, 0);
        Refuses(Pack(bomb), Labels);
    }

    /// <summary>A header that announces 1 GiB before 2 MB of contents: memory grows with what arrives.</summary>
    [Fact]
    public void Read_PackedHeaderThatPromisesTooMuch_AllocatesInProportionToTheContents()
    {
        var contents = new byte[1 << 21];
        Images.CopyTo(contents, 0);
        WriteBigEndian(contents, 4, 1024);
        WriteBigEndian(contents, 8, 1024);
        WriteBigEndian(contents, 12, 1024);
        Refuses(Pack(contents), Labels, limit: 1 << 23);
    }

    [Fact]
    public void Write_AnySet_ReadsBackTheSame() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 9], Gen.Int[1, 9], Gen.ULong, Gen.Bool)
            .Sample(
                (count, rows, columns, seed, pack) =>
                {
                    var random = new RandomSource(seed);
                    byte[] Draw(int n, int bound) =>
                        [.. Enumerable.Range(0, n).Select(_ => (byte)random.NextInt(bound))];
                    var set = new ImageSet(rows, columns, Draw(count * rows * columns, 256), Draw(count, 10));
                    using MemoryStream images = new(),
                        labels = new();
                    IdxWriter.WriteImages(set, images);
                    IdxWriter.WriteLabels(set, labels);

                    var read = pack
                        ? Read(Pack(images.ToArray()), Pack(labels.ToArray()))
                        : Read(images.ToArray(), labels.ToArray());

                    return read.Sha256 == set.Sha256
                        && (read.Count, read.Rows, read.Columns) == (count, rows, columns)
                        && read.Pixels.SequenceEqual(set.Pixels)
                        && read.Labels.SequenceEqual(set.Labels);
                }
            );

    [Fact]
    public void Write_KnownSet_GivesTheBytesOfTheFormat()
    {
        using MemoryStream images = new(),
            labels = new();
        IdxWriter.WriteImages(Read(Images, Labels), images);
        IdxWriter.WriteLabels(Read(Images, Labels), labels);

        Assert.Equal(Images, images.ToArray());
        Assert.Equal(Labels, labels.ToArray());
    }

    private static void Refuses(byte[] images, byte[] labels, long limit = AllocationLimit)
    {
        Stream imageStream = new MemoryStream(images),
            labelStream = new MemoryStream(labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataException>(() => IdxReader.Read(imageStream, "images", labelStream, "labels"));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < limit, $"{allocated} bytes allocated before: {error.Message}");
        Assert.DoesNotContain('\n', error.Message);
        Assert.Matches("^(images|labels): .*expected ", error.Message);
    }

    private static byte[] Flip(byte[] bytes, int bit) => bytes.With(bit / 8, (byte)(bytes[bit / 8] ^ (1 << (bit % 8))));

    private static void WriteBigEndian(byte[] bytes, int at, uint value) =>
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
}
