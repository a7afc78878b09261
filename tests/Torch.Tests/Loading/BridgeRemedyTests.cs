using Compare.Torch.Loading;

namespace Compare.Torch.Tests.Loading;

public sealed class BridgeRemedyTests
{
    private const string Runtime = "libstdc++.so.6";

    [Fact]
    public void For_Debian12_WeakensTheMarkersVersionOnly()
    {
        var remedy = BridgeRemedy.For(TorchSharpsNeeds, Provided("GLIBCXX_3.4.29", "GLIBCXX_3.4.30"));
        Assert.Null(remedy.Obstacle);
        Assert.Equal("GLIBCXX_3.4.32", Assert.Single(remedy.Weaken).Version);
    }

    [Fact]
    public void For_Rhel9_NamesTheVersionThatIsReallyUsed()
    {
        var remedy = BridgeRemedy.For(TorchSharpsNeeds, Provided("GLIBCXX_3.4.9", "GLIBCXX_3.4.29"));
        Assert.Empty(remedy.Weaken);
        Assert.Equal(
            "it needs GLIBCXX_3.4.30, and the libstdc++.so.6 of this system ends at GLIBCXX_3.4.29",
            remedy.Obstacle
        );
    }

    [Fact]
    public void For_Ubuntu2404_NothingToDo()
    {
        var remedy = BridgeRemedy.For(TorchSharpsNeeds, Provided("GLIBCXX_3.4.29", "GLIBCXX_3.4.30", "GLIBCXX_3.4.32"));
        Assert.Null(remedy.Obstacle);
        Assert.Empty(remedy.Weaken);
    }

    [Fact]
    public void For_SeveralUsedVersionsUnmet_NamesTheLowestByNumber()
    {
        var needs = new[] { Need("GLIBCXX_3.4.30", true), Need("GLIBCXX_3.4.9", true), Need("GLIBCXX_3.4.29", true) };
        var remedy = BridgeRemedy.For(needs, Provided("GLIBCXX_3.4"));
        Assert.StartsWith("it needs GLIBCXX_3.4.9,", remedy.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void For_FamilyUnknownToTheSystem_SaysSo()
    {
        var remedy = BridgeRemedy.For([Need("CXXABI_1.3", true)], Provided("GLIBCXX_3.4"));
        Assert.Equal(
            "it needs CXXABI_1.3, and the libstdc++.so.6 of this system has no CXXABI at all",
            remedy.Obstacle
        );
    }

    [Fact]
    public void For_UnreadableSystemLibrary_IsNotTakenForLacking()
    {
        var remedy = BridgeRemedy.For(TorchSharpsNeeds, new Dictionary<string, IReadOnlySet<string>>());
        Assert.Null(remedy.Obstacle);
        Assert.Empty(remedy.Weaken);
    }

    [Fact]
    public void For_WeakNeedUnmet_IsMet() =>
        Assert.Null(
            BridgeRemedy
                .For([new ElfVersionNeed(Runtime, "GLIBCXX_3.4.30", true, true, 0)], Provided("GLIBCXX_3.4"))
                .Obstacle
        );

    [Theory]
    [InlineData("/usr/lib/libstdc++.so.6", true)]
    [InlineData("/usr/lib/libstdc++.so.6.0.30", true)]
    [InlineData("/usr/lib/libstdc++.so.60", false)]
    [InlineData("/usr/lib/libother.so.6", false)]
    public void IsNamed_FileWithFullVersion_IsTheLibrary(string path, bool expected) =>
        Assert.Equal(expected, LoadedVersions.IsNamed(path, Runtime));

    [Fact]
    public void Paths_Mappings_AreFilesWithBlanksInTheirNames() =>
        Assert.Equal(
            ["/opt/my libs/a.so"],
            LoadedVersions.Paths([
                "7f00-7f01 r--p 00000000 fe:00 12 /opt/my libs/a.so",
                "7f01-7f02 r-xp 00001000 fe:00 12 /opt/my libs/a.so",
                "7f03-7f04 rw-p 00000000 00:00 0 [heap]",
                "7f05-7f06 rw-p 00000000 00:00 0",
            ])
        );

    [Fact]
    public void Of_RuntimeOfThisProcess_HoldsItsFirstVersions()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF libraries are those of Linux.");
        var versions = LoadedVersions.Of([Runtime, "libnothing.so.1"]);
        Assert.Equal([Runtime], versions.Keys);
        Assert.Superset(
            new HashSet<string> { "GLIBCXX_3.4", "GLIBCXX_3.4.9", "CXXABI_1.3" },
            versions[Runtime].ToHashSet()
        );
    }

    private static ElfVersionNeed[] TorchSharpsNeeds =>
        [Need("GLIBCXX_3.4.32", false), Need("GLIBCXX_3.4.30", true), Need("GLIBCXX_3.4.29", true)];

    private static ElfVersionNeed Need(string version, bool isUsed) => new(Runtime, version, false, isUsed, 0);

    private static Dictionary<string, IReadOnlySet<string>> Provided(params string[] versions) =>
        new() { [Runtime] = versions.ToHashSet() };
}
