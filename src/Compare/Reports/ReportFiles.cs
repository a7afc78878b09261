using Compare.Reports.Changes;
using Compare.Results;

namespace Compare.Reports;

/// <summary>The files that a run leaves in its folder.</summary>
public sealed class ReportFiles
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

    private readonly (string Path, Func<Report, string> Render)[] _files;

    private ReportFiles(string folder, IReadOnlyList<ReportFile> others)
    {
        Html = Path.Combine(folder, "report.html");
        Json = Path.Combine(folder, "results.json");
        Markdown = Path.Combine(folder, "summary.md");
        JUnit = Path.Combine(folder, "junit.xml");
        Tables = Path.Combine(folder, "tables");
        Changes = Path.Combine(folder, "changes.html");
        _files =
        [
            (Json, JsonWriter.Write),
            (Html, HtmlWriter.Write),
            (Markdown, MarkdownWriter.Write),
            (JUnit, JUnitWriter.Write),
            .. others.Select(other => (Path.Combine(folder, other.Name), other.Render)),
        ];
    }

    /// <summary>Path of the page to read.</summary>
    public string Html { get; }

    /// <summary>Path of the data it was made from.</summary>
    public string Json { get; }

    /// <summary>Path of the summary for a pull request.</summary>
    public string Markdown { get; }

    /// <summary>Path of the findings as tests, for a build server.</summary>
    public string JUnit { get; }

    /// <summary>Path of the folder with a CSV file for each table; it is there if there is one.</summary>
    public string Tables { get; }

    /// <summary>Path of the page on what changed between two runs.</summary>
    public string Changes { get; }

    /// <summary>Makes sure that the folder can be written, so that a run does not find out at its end.</summary>
    /// <param name="folder">The folder; created if it is not there.</param>
    /// <param name="others">Files beside the usual ones.</param>
    /// <returns>The files in it, not written yet.</returns>
    /// <exception cref="ReportOutputException">The folder cannot be created or written.</exception>
    public static ReportFiles In(string folder, params IReadOnlyList<ReportFile> others)
    {
        WholeFile.Prepare(folder);
        return new ReportFiles(folder, others);
    }

    /// <summary>Writes the files, each wholly or not at all.</summary>
    /// <param name="report">The report.</param>
    /// <exception cref="ReportOutputException">A file cannot be written.</exception>
    public void Write(Report report)
    {
        foreach (var (path, render) in _files)
            WholeFile.Write(path, render(report));
        var tables = report.Figures.OfType<TableFigure>().ToList();
        if (tables.Count > 0)
            WholeFile.Prepare(Tables);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in tables)
            WholeFile.Write(Path.Combine(Tables, NameOf(table, names)), CsvWriter.Write(table));
    }

    /// <summary>Writes the page on what changed between two runs, wholly or not at all.</summary>
    /// <param name="changes">The changes.</param>
    /// <exception cref="ReportOutputException">The file cannot be written.</exception>
    internal void Write(ReportChanges changes) => WholeFile.Write(Changes, ChangesHtmlWriter.Write(changes));

    /// <summary>A file's name from the table's id: <c>figure/pca/claims</c> gives <c>pca-claims.csv</c>.</summary>
    private static string NameOf(TableFigure table, HashSet<string> taken)
    {
        var id = table.Id.StartsWith("figure/", StringComparison.Ordinal) ? table.Id["figure/".Length..] : table.Id;
        var name = string.Concat(id.Select(c => NameCharacters.Contains(c, StringComparison.Ordinal) ? c : '-'))
            .TrimStart('.');
        if (name.Length == 0)
            name = "table";
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++)
            unique = $"{name}-{Numbers.Text((long)i)}";
        return $"{unique}.csv";
    }
}
