using Compare.Torch.Loading;
using CsCheck;

namespace Compare.Torch.Tests.Loading;

public sealed class ElfVersionNeedsTests
{
    [Fact]
    public void Read_SmallLibrary_FindsEachNeedAndWhetherItIsUsed() =>
        Assert.Equal(
            [
                (ElfFile.Library, ElfFile.UsedVersion, false, true),
                (ElfFile.Library, ElfFile.UnusedVersion, false, false),
                (ElfFile.Library, ElfFile.WeakVersion, true, false),
            ],
            ElfVersionNeeds.Read(ElfFile.Make()).Select(need => (need.File, need.Version, need.IsWeak, need.IsUsed))
        );

    [Fact]
    public void Definitions_SmallLibrary_AreRead() =>
        Assert.Equal([ElfFile.DefinedVersion], ElfVersionDefinitions.Read(ElfFile.Make()));

    [Fact]
    public void Weaken_UnusedNeed_ChangesOneBit()
    {
        var original = ElfFile.Make();
        var unused = ElfVersionNeeds.Read(original).Where(need => need.Version == ElfFile.UnusedVersion).ToArray();

        var copy = ElfVersionNeeds.Weaken(original, unused);

        Assert.Equal(original, ElfFile.Make());
        var changed = Enumerable.Range(0, original.Length).Where(i => copy[i] != original[i]);
        Assert.Equal([unused[0].FlagsOffset], changed);
        Assert.Equal([false, true, true], ElfVersionNeeds.Read(copy).Select(need => need.IsWeak));
    }

    [Fact]
    public void Weaken_UsedNeed_Throws()
    {
        var file = ElfFile.Make();
        var used = ElfVersionNeeds.Read(file).Where(need => need.IsUsed);
        Assert.Throws<ArgumentException>(() => ElfVersionNeeds.Weaken(file, used));
    }

    /// <summary>Numbers from binutils: <c>readelf -V libLibTorchSharp.so</c> of TorchSharp 0.107.0.</summary>
    [Fact]
    public void Read_TorchSharpsLibrary_AgreesWithReadelf()
    {
        var needs = ElfVersionNeeds.Read(RealLibrary());

        Assert.Equal(28, needs.Count);
        Assert.Equal(20, needs.Count(need => need.File == "libstdc++.so.6"));
        Assert.DoesNotContain(needs, need => need.IsWeak);
        var newest = Assert.Single(needs, need => need.Version == "GLIBCXX_3.4.32");
        Assert.Equal(0x3f8f0 + 0x140 + 4, newest.FlagsOffset);
    }

    [Fact]
    public void Read_TorchSharpsLibrary_OnlyTheMarkersVersionIsUnused() =>
        Assert.Equal(
            ["GLIBCXX_3.4.32"],
            ElfVersionNeeds.Read(RealLibrary()).Where(need => !need.IsUsed).Select(need => need.Version)
        );

    [Fact]
    public void Read_TruncatedRealLibrary_ThrowsOwnExceptionOrNothing()
    {
        var whole = RealLibrary();
        for (var length = 0; length < whole.Length; length += 9973)
            OwnExceptionOrNone(whole[..length]);
    }

    [Fact]
    public void Read_AnyBytes_ThrowsOwnExceptionOrNothing() => Gen.Byte.Array[0, 300].Sample(OwnExceptionOrNone);

    [Fact]
    public void Read_DamagedLibrary_ThrowsOwnExceptionOrNothing()
    {
        var whole = ElfFile.Make();
        var extreme = Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)0x7f), Gen.Const((byte)0xff));
        Gen.Select(Gen.Int[0, whole.Length - 1], extreme)
            .Array[1, 8]
            .Sample(changes =>
            {
                var file = (byte[])whole.Clone();
                foreach (var (at, value) in changes)
                    file[at] = value;
                OwnExceptionOrNone(file);
            });
    }

    [Fact]
    public void Read_TruncatedLibrary_Throws()
    {
        var whole = ElfFile.Make();
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<ElfFormatException>(() => ElfVersionNeeds.Read(whole[..length]));
    }

    [Theory]
    [InlineData(1)] // into itself
    [InlineData(32)] // into the next section, where a name could be read
    [InlineData(-16)] // backwards
    public void Read_ChainThatLeavesItsSection_Throws(int step)
    {
        const int FromFlagsToNext = 8;
        var file = ElfFile.Make();
        var need = ElfVersionNeeds.Read(file)[1];
        BitConverter.TryWriteBytes(file.AsSpan(need.FlagsOffset + FromFlagsToNext), step);
        Assert.Throws<ElfFormatException>(() => ElfVersionNeeds.Read(file));
    }

    [Fact]
    public void U32_OutsideTheFile_Throws()
    {
        var file = ElfFile.Make();
        var image = new ElfImage(file);
        Assert.Equal(0x464c457fu, image.U32(0));
        Assert.All(
            [-1, file.Length - 3, int.MaxValue],
            offset => Assert.Throws<ElfFormatException>(() => image.U32(offset))
        );
    }

    private static void OwnExceptionOrNone(byte[] file)
    {
        try
        {
            ElfVersionNeeds.Read(file);
            ElfVersionDefinitions.Read(file);
        }
        catch (ElfFormatException) { }
    }

    internal static byte[] RealLibrary()
    {
        var platform = NativePlatform.Current;
        Assert.SkipUnless(
            platform.Rid == "linux-x64",
            $"The numbers are those of linux-x64, and this is {platform.Rid}."
        );
        var folder = NativeFolders.OfThisProcess(platform).Holding(platform.Bridge);
        return File.ReadAllBytes(Path.Combine(folder!, platform.Bridge));
    }
}
