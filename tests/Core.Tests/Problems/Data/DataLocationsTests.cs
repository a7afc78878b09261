using Compare.Problems.Data;

namespace Compare.Tests.Problems.Data;

public sealed class DataLocationsTests
{
    private static readonly string Absolute = Path.GetFullPath("somewhere");

    private static readonly string SystemsFolder = OperatingSystem.IsLinux()
        ? Path.Combine(Folder(Environment.SpecialFolder.UserProfile), ".cache", "compare")
        : Path.Combine(Folder(Environment.SpecialFolder.LocalApplicationData), "compare");

    [Fact]
    public void From_AbsoluteCacheHome_TakesIt() =>
        Assert.Equal(Path.Combine(Absolute, "compare"), From(cacheHome: Absolute).CacheDirectory);

    /// <summary>The XDG specification tells programs to ignore relative paths.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    public void From_NoAbsoluteCacheHome_TakesTheSystemsFolder(string? cacheHome)
    {
        Assert.SkipUnless(Path.IsPathFullyQualified(SystemsFolder), "This user has no home.");
        Assert.Equal(SystemsFolder, From(cacheHome: cacheHome).CacheDirectory);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("data", "data")]
    public void From_DataDirectory_EmptyIsNone(string? named, string? expected) =>
        Assert.Equal(expected, From(named: named).DataDirectory);

    private static DataLocations From(string? cacheHome = null, string? named = null) =>
        DataLocations.From(variable =>
            variable switch
            {
                "XDG_CACHE_HOME" => cacheHome,
                "COMPARE_DATA_DIR" => named,
                _ => throw new ArgumentOutOfRangeException(nameof(variable), variable, "Nobody should ask."),
            }
        );

    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
