using System.IO.Compression;
using System.Text;
using Compare.Problems.Recorded;
using Compare.Tests.Problems.Data;
using Compare.Tests.Support;
using CsCheck;
using static Compare.Tests.Support.TraceBytes;

namespace Compare.Tests.Problems.Recorded;

public sealed class NpzReaderTests
{
    private const string NoArchive =
        "expected a NumPy archive (.npz): np.savez(\"trace.npz\", X=X, W1=W1, ...) writes one.";

    /// <summary>Far above what a small archive needs, far below what a lying header asks for.</summary>
    private const long AllocationLimit = 1 << 20;

    private static readonly string[] Tokens =
    [
        .. "{ } ( ) [ , : - 1 2147483647 99999999999 True False".Split(' '),
        .. "'descr' 'fortran_order' 'shape' '<f8' '|O' '<U2' '".Split(' '),
        " ",
        "\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<U2', 'shape': (), 'fortran_order': ",
    ];

    /// <summary>Packed, streamed, of every version, and with every number in 64 bits.</summary>
    public static TheoryData<string, byte[]> WholeArchives =>
        new()
        {
            { "packed", File.ReadAllBytes(NumPyFixtures.PathOf("optimizer.npz")) },
            { "streamed", File.ReadAllBytes(NumPyFixtures.PathOf("streamed.npz")) },
            { "versions", File.ReadAllBytes(NumPyFixtures.PathOf("versions.npz")) },
            { "zip64", Zip64("X.npy", Matrix(2, 3)) },
        };

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello", "no zip archive")]
    [InlineData("\x80\x04\x95\x10", "a pickle, which is never executed")]
    [InlineData("\x93NUMPY\x01\x00", "one array without a name (.npy)")]
    public void Read_NoZip_SaysWhatItIs(string start, string found) =>
        Refuses(Encoding.Latin1.GetBytes(start), $"run.npz: the file is {found}, {NoArchive}");

    [Fact]
    public void Read_StartOfAZipOnly_IsRefused() =>
        Assert.StartsWith(
            "run.npz: the file is damaged (",
            Refuses([.. "PK\x03\x04"u8, .. new byte[100]]).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Read_EntryThatIsNoArray_NamesIt()
    {
        var error = Refuses(Zip(("W1.npy", Matrix(1, 1)), ("archive/data.pkl", [0x80, 4])));
        Assert.StartsWith("run.npz: entry 'archive/data.pkl': the name is ", error.Message, StringComparison.Ordinal);
        Assert.Contains("never executed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EntryTwice_IsRefused() =>
        Refuses(
            Zip(("X.npy", Matrix(1, 1)), ("X.npy", Matrix(1, 1))),
            "run.npz: entry 'X.npy': the entry is there twice, expected one entry of a name."
        );

    [Fact]
    public void Read_EncryptedEntry_IsRefused()
    {
        var archive = Zip(("X.npy", Matrix(2, 2)));
        archive[6] |= 1;
        archive[Find(archive, "PK\x01\x02"u8) + 8] |= 1;
        Refuses(archive, "run.npz: entry 'X.npy': the entry is encrypted, expected one without a password.");
    }

    [Fact]
    public void Read_OtherMethod_IsRefused()
    {
        var archive = Zip(("X.npy", Matrix(2, 2)));
        archive[8] = archive[Find(archive, "PK\x01\x02"u8) + 10] = 12;
        Assert.StartsWith(
            "run.npz: entry 'X.npy': packed data is ",
            Refuses(archive).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_ChangedData_FailsTheChecksum()
    {
        var archive = Zip(("X.npy", Matrix(2, 2)));
        var data = Find(archive, "NUMPY"u8) - 1 + 128;
        archive[data] ^= 1;
        Assert.Matches(
            "^run.npz: entry 'X.npy': CRC-32 is 0x[0-9a-f]{8}, expected 0x[0-9a-f]{8}: ",
            Refuses(archive).Message
        );
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Read_DeclaredSizesThatLie_AreRefused(CompressionLevel level)
    {
        foreach (var size in new uint[] { 0, 1, 127, 128, 159, 161, 1 << 20, int.MaxValue, uint.MaxValue - 1 })
        {
            var archive = Zip(level, ("X.npy", Matrix(2, 2)));
            var directory = Find(archive, "PK\x01\x02"u8);
            BitConverter.TryWriteBytes(archive.AsSpan(directory + 24), size);
            Refuses(archive);
        }
    }

    /// <summary>Added to an offset, such a length is a negative number.</summary>
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public void Read_PackedLengthOf64Bits_IsRefused(long length)
    {
        var archive = Zip64("X.npy", Matrix(2, 2));
        // Behind 46 bytes of the directory's entry, the name, and the kind and the length of the extra field, stands the unpacked length.
        BitConverter.TryWriteBytes(archive.AsSpan(Find(archive, "PK\x01\x02"u8) + 46 + 5 + 4 + 8), length);
        Refuses(
            archive,
            FormattableString.Invariant(
                $"run.npz: entry 'X.npy': packed length is {length}, expected at most {archive.Length}, the length of the file."
            )
        );
    }

    /// <summary>Header, declared size and shape agree on 1 GiB; 2 MB of zeros are there, packed to 2 kB.</summary>
    [Fact]
    public void Read_ArchiveThatPromisesTooMuch_AllocatesInProportionToTheContents()
    {
        var archive = Zip(CompressionLevel.Optimal, ("X.npy", Npy(Header("<f8", "(16384, 8192)"), new byte[1 << 21])));
        BitConverter.TryWriteBytes(archive.AsSpan(Find(archive, "PK\x01\x02"u8) + 24), (1 << 30) + 128);
        Refuses(archive, limit: 1 << 23);
    }

    /// <summary>64 MB of zeros behind a header that announces four numbers: unpacked no further than that.</summary>
    [Fact]
    public void Read_Bomb_IsRefusedWithoutUnpackingIt()
    {
        var bomb = Zip(CompressionLevel.Optimal, ("X.npy", [.. Matrix(2, 2), .. new byte[1 << 26]]));
        Refuses(bomb);
        BitConverter.TryWriteBytes(bomb.AsSpan(Find(bomb, "PK\x01\x02"u8) + 24), 160);
        Refuses(bomb);
    }

    /// <summary>Each array alone is below the limit, all together are not.</summary>
    [Fact]
    public void Read_ArraysThatAreTooLargeTogether_AreRefused() =>
        Refuses(
            Zip(("a.npy", Matrix(1, 2)), ("b.npy", Npy(Header("|u1", $"({NpzReader.MaxElements - 1},)"), []))),
            "run.npz: entry 'b.npy': shape is (134217727,), "
                + "expected at most 134217726 elements (what is left of 134217728, 1 GiB as double)."
        );

    [Fact]
    public void Read_TooManyEntries_IsRefused() =>
        Refuses(
            Zip([.. Enumerable.Range(0, 1025).Select(i => ($"{i}.npy", Array.Empty<byte>()))]),
            "run.npz: number of arrays is 1025, expected 1 to 1024.",
            limit: 4 << 20
        );

    [Fact]
    public void Read_NameThatCommandsATerminal_IsMadeHarmless() =>
        Refuses(
            Zip(("a\n\x1b[2J.npy", [])),
            "run.npz: entry 'a ?[2J.npy': start is missing, expected 934e554d5059 and a version, as np.save writes them."
        );

    [Fact]
    public void Read_FileThatCannotBeRead_SaysSo()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { folder.Path, folder["absent/run.npz"], "", "a\0b" })
        {
            var error = Assert.Throws<TraceFormatException>(() => NpzReader.Read(path));
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Read_AnyMatrix_ComesBackBitForBit() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Bool, Gen.Double.Array[25])
            .Sample(
                (rows, columns, isPacked, pool) =>
                {
                    var values = pool[..(rows * columns)];
                    var archive = Read(
                        Zip(
                            isPacked ? CompressionLevel.Optimal : CompressionLevel.NoCompression,
                            ("a/b.npy", Doubles($"({rows}, {columns})", values))
                        )
                    );
                    var array = Assert.Single(archive.Arrays);
                    return array.Name == "a/b"
                        && array
                            .Values.Select(BitConverter.DoubleToUInt64Bits)
                            .SequenceEqual(values.Select(BitConverter.DoubleToUInt64Bits));
                }
            );

    [Theory]
    [MemberData(nameof(WholeArchives))]
    public void Read_TruncatedAnywhere_IsRefused(string what, byte[] archive)
    {
        Assert.NotEmpty(Read(archive).Arrays);
        for (var length = 0; length < archive.Length; length++)
            Assert.True(Attempt(archive[..length], AllocationLimit).Error is not null, $"{what}: {length}");
    }

    /// <summary>
    /// Every byte, in turn, is set to zero, to 0xFF, and gets each of its bits flipped. Whatever is still read passed its
    /// checksum: no number may have changed, though names may, and what no reader looks at, such as times.
    /// </summary>
    [Theory]
    [MemberData(nameof(WholeArchives))]
    public void Read_AnyByteChanged_GivesTheSameNumbersOrIsRefused(string what, byte[] archive)
    {
        var expected = Contents(Read(archive)).ToArray();
        int refused = 0,
            tried = 0;
        for (var at = 0; at < archive.Length; at++)
            foreach (var value in Replacements(archive[at]))
            {
                tried++;
                var changed = archive.With(at, value);
                var (read, error) = Attempt(changed, AllocationLimit);
                if (read is null)
                    refused++;
                else
                    Assert.True(
                        Contents(read).SequenceEqual(expected),
                        $"{what}: byte {at} from {archive[at]} to {value}: other contents, and no error"
                    );
                Assert.True(read is not null || error is not null);
            }
        Assert.InRange(refused, tried / 2, tried - 1);
    }

    [Theory]
    [MemberData(nameof(WholeArchives))]
    public void Read_AFewBytesChanged_GivesTheSameNumbersOrIsRefused(string what, byte[] archive)
    {
        var expected = Contents(Read(archive)).ToArray();
        Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte)
            .Array[2, 6]
            .Sample(changes =>
            {
                var changed = archive;
                foreach (var (at, value) in changes)
                    changed = changed.With(at, value);
                var (read, _) = Attempt(changed, AllocationLimit);
                Assert.True(read is null || Contents(read).SequenceEqual(expected), what);
            });
    }

    /// <summary>Damage that a checksum does not see, because it is made before the archive is written.</summary>
    [Fact]
    public void Read_AnyByteOfAnArrayChanged_GivesNumbersOrIsRefused()
    {
        foreach (
            var array in new[]
            {
                Matrix(2, 3),
                Text("tanh"),
                Npy(Header(">i8", "(2, 1)", true), new byte[16], major: 3),
            }
        )
            for (var at = 0; at < array.Length; at++)
                foreach (var value in Replacements(array[at]))
                    Attempt(Zip(("X.npy", array.With(at, value))), AllocationLimit);
    }

    [Fact]
    public void Read_RandomHeaders_AreReadOrRefused() =>
        Gen.Int[0, Tokens.Length - 1]
            .Array[0, 20]
            .Sample(picks =>
            {
                var header = string.Concat(picks.Select(pick => Tokens[pick]));
                Attempt(Zip(("X.npy", Npy(header, header.Length, new byte[8]))), AllocationLimit);
            });

    [Fact]
    public void Read_RandomBytesAfterTheStartOfAZip_AreRefused() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Refuses([.. "PK\x03\x04"u8, .. bytes]));

    private static IEnumerable<byte> Replacements(byte old)
    {
        var bits = Enumerable.Range(0, 8).Select(bit => (byte)(old ^ (1 << bit)));
        return bits.Concat([(byte)0, (byte)0xFF]).Where(value => value != old).Distinct();
    }

    /// <summary>Everything but the names.</summary>
    private static IEnumerable<string> Contents(NpzArchive archive) =>
        archive.Arrays.Select(array =>
            $"{array.Type} {array.ShapeWords} {array.Text} {string.Join(",", array.Values)}"
        );

    /// <summary>Reads what may be broken: only one kind of exception, and little memory.</summary>
    private static (NpzArchive? Archive, TraceFormatException? Error) Attempt(byte[] archive, long limit)
    {
        var stream = new MemoryStream(archive);
        NpzArchive? read = null;
        TraceFormatException? error = null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read = NpzReader.Read(stream, "run.npz");
        }
        catch (TraceFormatException exception)
        {
            error = exception;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < limit, $"{allocated} bytes allocated before: {error?.Message}");
        if (error is not null)
        {
            Assert.Matches("^run.npz: .+ is .+, expected .+\\.$", error.Message);
            Assert.DoesNotContain(error.Message, char.IsControl);
        }
        return (read, error);
    }

    private static TraceFormatException Refuses(byte[] archive, string? message = null, long limit = AllocationLimit)
    {
        var (_, error) = Attempt(archive, limit);
        Assert.NotNull(error);
        if (message is not null)
            Assert.Equal(message, error.Message);
        return error;
    }
}
