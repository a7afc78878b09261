namespace Compare.Reports;

/// <summary>The files that a run leaves in its folder.</summary>
public sealed class ReportFiles
{
    private ReportFiles(string folder)
    {
        Html = Path.Combine(folder, "report.html");
        Json = Path.Combine(folder, "results.json");
    }

    /// <summary>Path of the page to read.</summary>
    public string Html { get; }

    /// <summary>Path of the data it was made from.</summary>
    public string Json { get; }

    /// <summary>Makes sure that the folder can be written, so that a run does not find out at its end.</summary>
    /// <param name="folder">The folder; created if it is not there.</param>
    /// <returns>The files in it, not written yet.</returns>
    /// <exception cref="ReportOutputException">The folder cannot be created or written.</exception>
    public static ReportFiles In(string folder)
    {
        WholeFile.Prepare(folder);
        return new ReportFiles(folder);
    }

    /// <summary>Writes both files, each wholly or not at all.</summary>
    /// <param name="report">The report.</param>
    /// <exception cref="ReportOutputException">A file cannot be written.</exception>
    public void Write(Report report)
    {
        WholeFile.Write(Json, JsonWriter.Write(report));
        WholeFile.Write(Html, HtmlWriter.Write(report));
    }
}
