using System.Runtime.InteropServices;
using Compare.Torch.Loading;

namespace Compare.Torch.Tests.Loading;

public sealed class NativeFoldersTests : IDisposable
{
    private static readonly NativePlatform Linux = NativePlatform.Of("linux", Architecture.X64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("out/libx.so")]
    [InlineData("out/libtorch/libx.so")]
    [InlineData("out/runtimes/linux-x64/native/libx.so")]
    [InlineData("runtimes/linux-x64/native/libx.so")] // of a package, whose assembly is in lib/net8.0
    public void Holding_AroundAnAssembly_IsFound(string file)
    {
        _folder.With(file, "lib/net8.0/TorchSharp.dll");
        var assembly = Path.Combine(
            _folder.Path,
            file.StartsWith("out", StringComparison.Ordinal) ? "out" : "lib/net8.0"
        );
        var folders = new NativeFolders([], NativeFolders.Around(assembly, Linux));
        Assert.Equal(Path.GetDirectoryName(Path.Combine(_folder.Path, file)), folders.Holding("libx.so"));
    }

    [Fact]
    public void Holding_FilesInDifferentFolders_IsNull()
    {
        var root = _folder.With("a/libx.so", "b/liby.so");
        var folders = new NativeFolders([Path.Combine(root, "a")], [Path.Combine(root, "b")]);
        Assert.Null(folders.Holding("libx.so", "liby.so"));
        Assert.NotNull(folders.Holding("liby.so"));
    }

    [Fact]
    public void InPackages_OtherSeriesOfLibtorch_IsLeftOut()
    {
        var root = _folder.With(
            "libtorch-cpu-linux-x64/2.9.0/runtimes/linux-x64/native/libc10.so",
            "libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native/libc10.so",
            "torchsharp/0.107.0/runtimes/linux-x64/native/libLibTorchSharp.so"
        );
        Assert.Equal(
            ["torchsharp/0.107.0", "libtorch-cpu-linux-x64/2.10.0"],
            NativeFolders
                .InPackages(root, Linux)
                .Select(folder =>
                    Path.GetRelativePath(root, folder)
                        .Replace("/runtimes/linux-x64/native", "", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void InPackages_NoPackages_IsEmpty() =>
        Assert.Empty(NativeFolders.InPackages(Path.Combine(_folder.Path, "none"), Linux));

    [Fact]
    public void Rival_SameLibraryWhereTheRuntimeLooks_IsFound()
    {
        var root = _folder.With("app/libtorch_cpu.so", "mine/libtorch_cpu.so");
        var (app, mine) = (Path.Combine(root, "app"), Path.Combine(root, "mine"));
        var folders = new NativeFolders([app], [mine]);
        Assert.Equal(app, folders.Rival("libtorch_cpu.so", mine));
        Assert.Null(folders.Rival("libtorch_cpu.so", app));
        Assert.Null(folders.Rival("libtorch_cpu.so", app + Path.DirectorySeparatorChar));
        Assert.Null(new NativeFolders([], [app, mine]).Rival("libtorch_cpu.so", mine));
    }
}
