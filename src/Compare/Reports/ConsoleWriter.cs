using Compare.Results;

namespace Compare.Reports;

/// <summary>Writes what a run found as plain text for a terminal.</summary>
internal static class ConsoleWriter
{
    private const int MostFailures = 20;
    private const int LongestCell = 40;

    private const string Red = "31";
    private const string Green = "32";
    private const string Yellow = "33";

    /// <summary>Writes the summary of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Receives it; lines end with its own line end.</param>
    /// <param name="colour">Whether to colour the verdict and the words for failures with ANSI sequences.</param>
    /// <param name="quiet">Whether to write the line with the verdict only.</param>
    /// <param name="path">Where the page lies; null if there is none.</param>
    public static void Write(Report report, TextWriter output, bool colour, bool quiet, string? path)
    {
        string Paint(string text, string code) => colour ? $"\e[1;{code}m{text}\e[0m" : text;

        output.WriteLine($"{Paint(Verdict.Word(report), ColourOf(report.Outcome))}: {Verdict.Why(report)}");
        if (quiet)
            return;
        WriteGroups(report, output);
        foreach (var table in report.Figures.OfType<TableFigure>().Where(IsOfNumbers))
            WriteTable(table, output);
        WriteStatus(report, output, Status.Disagrees, word => Paint(word, Red), MostFailures);
        WriteStatus(report, output, Status.Undecided, word => Paint(word, Yellow), int.MaxValue);
        WriteStatus(report, output, Status.Vacuous, word => Paint(word, Yellow), int.MaxValue);
        if (path is not null)
        {
            output.WriteLine();
            output.WriteLine($"Report: {Printable.OneLine(path)}");
        }
    }

    private static string ColourOf(Outcome outcome) =>
        outcome switch
        {
            Outcome.Pass => Green,
            Outcome.Fail => Red,
            _ => Yellow,
        };

    private static void WriteGroups(Report report, TextWriter output)
    {
        if (report.Findings.Count == 0)
            return;
        var statuses = StatusWords.FailedFirst.Where(status => report.Count(status) > 0).ToList();
        var rows = new List<string[]> { (string[])["", .. statuses.Select(StatusWords.Name), "worst error / bound"] };
        foreach (var group in FindingGroup.Of(report.Findings))
            rows.Add([
                Printable.OneLine(group.Name),
                .. statuses.Select(status => Count(group.Count(status))),
                group.Worst is { } worst ? Numbers.Text(worst.Ratio) : "-",
            ]);
        rows.Add(["in all", .. statuses.Select(status => Count(report.Count(status))), ""]);
        output.WriteLine();
        WriteRows(rows, output);
    }

    /// <summary>Sentences in cells need a page that breaks lines.</summary>
    private static bool IsOfNumbers(TableFigure table) =>
        table.Rows.All(row => row.All(cell => cell.Length <= LongestCell));

    /// <summary>Writes a table with its title and caption.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Receives it.</param>
    internal static void WriteTable(TableFigure table, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Printable.OneLine(table.Title));
        WriteRows(
            [.. table.Rows.Prepend(table.Columns).Select(row => row.Select(Printable.OneLine).ToArray())],
            output
        );
        output.WriteLine(Printable.OneLine(table.Caption));
    }

    private static void WriteRows(List<string[]> rows, TextWriter output)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            output.WriteLine($"  {string.Join("  ", cells)}".TrimEnd());
        }
    }

    private static void WriteStatus(
        Report report,
        TextWriter output,
        Status status,
        Func<string, string> paint,
        int most
    )
    {
        var findings = report.Findings.Where(finding => finding.Status == status);
        var ordered = findings.OrderByDescending(Verdict.Severity).ToList();
        if (ordered.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine($"{paint(StatusWords.Name(status))}: {StatusWords.Meaning(status)}");
        foreach (var finding in ordered.Take(most))
        {
            output.WriteLine($"  {Printable.OneLine(finding.Id)}");
            if (status == Status.Disagrees && finding.Ratio is not null)
            {
                var (error, bound) = (Numbers.Text(finding.Error), Numbers.Text(finding.Bound));
                output.WriteLine($"    error {error}, bound {bound}, ratio {Numbers.Text(finding.Ratio)}");
            }
            WriteTerm(output, FindingWords.CauseTerm(status), finding.Cause?.ToString());
            if (status == Status.Disagrees)
                WriteTerm(output, "where", finding.Location?.ToString());
        }
        if (ordered.Count > most)
            output.WriteLine($"  and {Numbers.Text(ordered.Count - most)} more, which the report lists");
    }

    private static void WriteTerm(TextWriter output, string term, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            output.WriteLine($"    {term} {Printable.OneLine(text)}");
    }

    private static string Count(int count) => count == 0 ? "-" : Numbers.Text(count);
}
