using Compare.Torch.Loading;

namespace Compare.Torch.Tests.Loading;

public sealed class BridgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The system's loader would end the process with a bus error.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(2_000_000)]
    public void Load_TruncatedLibrary_SaysThatItIsDamaged(int length)
    {
        var message = Refusal(ElfVersionNeedsTests.RealLibrary()[..length]);
        Assert.Contains("the file is damaged", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LibraryWithoutAProgramHeader_TellsTheLoadersReasonAlone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF libraries are those of Linux.");
        Assert.Contains(
            "libLibTorchSharp.so cannot be loaded: ELF file's phentsize not the expected size; run ldd on it",
            Refusal(ElfFile.Make()),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/a/b.so: no room.", "no room")]
    [InlineData(
        "Unable to load '/a/b.so'. Use strace:\n/a/b.so: version `X' not found (required by /a/b.so)\n",
        "version `X' not found (required by /a/b.so)"
    )]
    [InlineData("Unable to load DLL 'x'.", "Unable to load DLL 'x'")]
    public void Reason_OfALongMessage_IsItsLastLine(string message, string expected) =>
        Assert.Equal(expected, NativeFile.Reason(message, "/a/b.so"));

    private string Refusal(byte[] file)
    {
        var path = Path.Combine(_folder.Path, "libLibTorchSharp.so");
        File.WriteAllBytes(path, file);
        var message = Assert.Throws<LibtorchUnavailableException>(() => Bridge.Load(path)).Message;
        Assert.StartsWith($"{path} cannot be loaded: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
