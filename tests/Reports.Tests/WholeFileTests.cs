using Compare.Reports;

namespace Compare.Tests.Reports;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_ExistingFile_ReplacesItAndLeavesNothingElse()
    {
        var path = Path.Combine(_folder, "a.txt");
        File.WriteAllText(path, "a longer text than the new one");

        WholeFile.Write(path, "ü");

        Assert.Equal([0xC3, 0xBC], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Write_TargetIsAFolder_NamesItAndLeavesNothing()
    {
        var path = Path.Combine(_folder, "report.html");
        Directory.CreateDirectory(path);

        var exception = Assert.Throws<ReportOutputException>(() => WholeFile.Write(path, "x"));

        Assert.StartsWith($"Cannot write {path}: ", exception.Message, StringComparison.Ordinal);
        Assert.Single(exception.Message.Split('\n'));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void In_NewFolder_IsCreatedAndEmpty()
    {
        var folder = Path.Combine(_folder, "new", "out");

        var files = ReportFiles.In(folder);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.Equal(Path.Combine(folder, "report.html"), files.Html);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("")]
    [InlineData("nul\0")]
    public void In_FolderThatCannotBe_NamesIt(string name)
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var folder = name.Length == 0 ? "" : Path.Combine(_folder, name);

        var exception = Assert.Throws<ReportOutputException>(() => ReportFiles.In(folder));

        Assert.StartsWith($"Cannot write to the folder {folder}: ", exception.Message, StringComparison.Ordinal);
        Assert.Single(exception.Message.Split('\n'));
    }
}
