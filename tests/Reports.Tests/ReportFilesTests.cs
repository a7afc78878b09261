using Compare.Reports;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Reports;

public sealed class ReportFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Report_LeavesEveryFile()
    {
        var files = ReportFiles.In(_folder.Path);

        files.Write(Samples.Small);

        Assert.Equal(JsonWriter.Write(Samples.Small), File.ReadAllText(files.Json));
        Assert.Equal(HtmlWriter.Write(JsonReader.Read(files.Json)), File.ReadAllText(files.Html));
        Assert.Equal(MarkdownWriter.Write(Samples.Small), File.ReadAllText(files.Markdown));
        Assert.Equal(JUnitWriter.Write(Samples.Small), File.ReadAllText(files.JUnit));
        Assert.Equal(
            ["junit.xml", "report.html", "results.json", "summary.md", "tables/bench-times.csv"],
            Files().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Write_AwkwardIdsOfTables_StayInTheFolderAndApart()
    {
        var table = Samples.Small.Figures.OfType<TableFigure>().Single();
        string[] ids = ["figure/a/b", "figure/a-b", "figure/A/B", "../../x", "figure/ü|", "figure/"];

        ReportFiles
            .In(_folder.Path)
            .Write(Samples.Small with { Figures = [.. ids.Select(id => table with { Id = id })] });

        Assert.Equal(
            [
                "tables/--.csv",
                "tables/-..-x.csv",
                "tables/A-B-3.csv",
                "tables/a-b-2.csv",
                "tables/a-b.csv",
                "tables/table.csv",
            ],
            Files().Where(file => file.StartsWith("tables", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
    }

    private IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'));
}
