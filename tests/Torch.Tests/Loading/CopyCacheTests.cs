using System.Security.Cryptography;
using Compare.Torch.Loading;

namespace Compare.Torch.Tests.Loading;

public sealed class CopyCacheTests : IDisposable
{
    private const string Name = "libx.so";
    private static readonly byte[] Source = [1, 2, 3];
    private static readonly byte[] Content = [1, 2, 4];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Root => Path.Combine(_folder.Path, "not", "there", "yet");

    private string Store() => new CopyCache(Root).Store(Source, Name, Content);

    [Fact]
    public void Store_FirstTime_WritesUnderTheHashOfTheSource()
    {
        var path = Store();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Source));
        Assert.Equal(Path.Combine(Root, hash[..16], Name), path);
        Assert.Equal(Content, File.ReadAllBytes(path));
    }

    [Fact]
    public void Store_SecondTime_LeavesTheFileAlone()
    {
        var path = Store();
        var longAgo = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, longAgo);
        Store();
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(path));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 1, 2, 4, 0 })]
    public void Store_DamagedCopy_IsReplaced(byte[] damaged)
    {
        var path = Store();
        File.WriteAllBytes(path, damaged);
        Assert.Equal(Content, File.ReadAllBytes(Store()));
    }

    [Fact]
    public void Store_DamagedCopyWithASecondName_LeavesTheSecondNamesFileAlone()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(),
            "A process holds the old file open only where files may be replaced while open."
        );
        var path = Store();
        File.WriteAllBytes(path, [9]);
        using var held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Store();
        Assert.Equal(9, held.ReadByte());
    }

    [Fact]
    public void Store_LeavesNothingElseBehind()
    {
        Store();
        Assert.Equal([Name], Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void Store_WhereNothingCanBeWritten_Throws()
    {
        var file = _folder.Write("file", "");
        Assert.ThrowsAny<IOException>(() => new CopyCache(file).Store(Source, Name, Content));
    }
}
