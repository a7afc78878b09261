using System.Runtime.InteropServices;
using Compare.Torch.Loading;

namespace Compare.Torch.Tests.Loading;

public sealed class ExistingPyTorchTests : IDisposable
{
    private static readonly NativePlatform Linux = NativePlatform.Of("linux", Architecture.X64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("torch")]
    [InlineData("torch/lib")]
    [InlineData("torch/lib/")]
    public void Locate_AnyLevelOfPyTorch_FindsItsLibraries(string level)
    {
        var root = PyTorch("2.10.0+cu128");
        Assert.Equal(Path.Combine(root, "torch", "lib"), ExistingPyTorch.Locate(Path.Combine(root, level), Linux));
    }

    [Fact]
    public void Locate_UnpackedLibtorch_FindsLib()
    {
        var root = _folder.With("lib/libc10.so", "lib/libtorch_cpu.so", "lib/libtorch.so");
        _folder.Write("build-version", "2.10.0+cpu\n");
        Assert.Equal(Path.Combine(root, "lib"), ExistingPyTorch.Locate(root, Linux));
    }

    [Fact]
    public void Locate_MissingFolder_SaysWhereAndWhatToDo()
    {
        var message = Refusal(Path.Combine(_folder.Path, "nowhere"));
        Assert.Contains(
            $"there is no folder {Path.Combine(_folder.Path, "nowhere")};",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Locate_MissingLibrary_NamesItAndTheFolderThatHasTheOthers()
    {
        var root = _folder.With("torch/lib/libc10.so", "torch/lib/libtorch.so");
        Assert.Contains(
            $"{Path.Combine(root, "torch", "lib")} has no libtorch_cpu.so;",
            Refusal(root),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("2.9.1+cu128")]
    [InlineData("2.1.0")]
    [InlineData("2.100.0")]
    [InlineData("12.10.0")]
    public void Locate_OtherVersion_NamesBoth(string version)
    {
        var message = Refusal(PyTorch(version));
        Assert.Contains($"holds libtorch {version}, and TorchSharp needs 2.10;", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_OtherVersionOfUnpackedLibtorch_IsRefused()
    {
        var root = _folder.With("lib/libc10.so", "lib/libtorch_cpu.so", "lib/libtorch.so");
        _folder.Write("build-version", "2.9.0+cpu\n");
        Assert.Contains("2.9.0+cpu", Refusal(root), StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_OnWindows_LooksForDlls()
    {
        var windows = NativePlatform.Of("win", Architecture.X64);
        var root = _folder.With("c10.dll", "torch_cpu.dll", "torch.dll");
        Assert.Equal(root, ExistingPyTorch.Locate(root, windows));
    }

    private string PyTorch(string version)
    {
        _folder.Write("torch/version.py", $"__all__ = ['__version__']\n__version__ = '{version}'\ndebug = False\n");
        return _folder.With("torch/lib/libc10.so", "torch/lib/libtorch_cpu.so", "torch/lib/libtorch.so");
    }

    private static string Refusal(string folder)
    {
        var message = Assert.Throws<LibtorchUnavailableException>(() => ExistingPyTorch.Locate(folder, Linux)).Message;
        Assert.StartsWith("COMPARE_LIBTORCH: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
