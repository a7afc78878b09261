using Compare.Torch.Loading;

namespace Compare.Torch.Tests.Loading;

public sealed class LibtorchTests
{
    [Fact]
    public void EnsureLoaded_FromManyThreads_LoadsOnce()
    {
        var all = new LibtorchStatus[8];
        Parallel.For(0, all.Length, i => all[i] = Libtorch.EnsureLoaded());
        Assert.All(all, status => Assert.Same(all[0], status));
    }

    [Fact]
    public void EnsureLoaded_NamesTheLibrariesThatAreLoaded()
    {
        var status = Libtorch.EnsureLoaded();
        Assert.StartsWith("2.10.", status.Version, StringComparison.Ordinal);
        Assert.True(status.Libraries.Count >= 3);
        Assert.All(status.Libraries, path => Assert.True(Path.IsPathFullyQualified(path) && File.Exists(path), path));
        if (OperatingSystem.IsLinux())
        {
            var mapped = LoadedVersions.Paths(File.ReadLines("/proc/self/maps"));
            Assert.All(status.Libraries, path => Assert.Contains(path, mapped));
            // One libtorch, not two.
            Assert.Single(mapped, path => Path.GetFileName(path) == NativePlatform.Current.Core);
        }
    }

    [Fact]
    public void EnsureLoaded_MakesNoSecondCopyOfLibtorch()
    {
        Libtorch.EnsureLoaded();
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")));
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cuda-12.8")));
    }

    /// <summary>The output's files are the package cache's, under a second name: a write to one would damage the other.</summary>
    [Fact]
    public void EnsureLoaded_LeavesTheShippedLibraryAsItIs()
    {
        Libtorch.EnsureLoaded();
        Assert.DoesNotContain(ElfVersionNeeds.Read(ElfVersionNeedsTests.RealLibrary()), need => need.IsWeak);
    }

    [Fact]
    public void EnsureLoaded_SaysHow()
    {
        var status = Libtorch.EnsureLoaded();
        var isShipped = Path.GetDirectoryName(status.Bridge) == Path.GetDirectoryName(status.Libraries[0]);
        Assert.EndsWith(
            isShipped ? "as shipped" : "copy with a weakened GLIBCXX_3.4.32 need",
            status.HowLoaded,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Message_OfSeveralLines_BecomesOne() =>
        Assert.Equal("a b c", new LibtorchUnavailableException(" a\r\n  b\n\nc ").Message);

    [Theory]
    [InlineData("2.10", true)]
    [InlineData("2.10.0", true)]
    [InlineData("2.10.1+cu128", true)]
    [InlineData("2.1", false)]
    [InlineData("2.100", false)]
    [InlineData("an unknown version", false)]
    public void Fits_OnlyTheSeries(string version, bool expected) =>
        Assert.Equal(expected, LibtorchVersion.Fits(version));
}
