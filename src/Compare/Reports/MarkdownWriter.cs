using Compare.Results;

namespace Compare.Reports;

/// <summary>Writes the summary of a report in GitHub's Markdown, to be pasted into a pull request.</summary>
public static class MarkdownWriter
{
    private const int MostFindings = 20;
    private const int LongestNumber = 24;

    /// <summary>Writes a summary: verdict, counts, what failed, what was checked, and the tables.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The text; lines end with LF.</returns>
    public static string Write(Report report)
    {
        var lines = new List<string>();
        lines.AddRange($"# {Verdict.Word(report)}", "");
        lines.AddRange(MarkdownText.Escape(Verdict.Why(report)), "");
        lines.AddRange(MarkdownText.Code($"compare {report.Command}"), "");
        AddTable(
            lines,
            ["status", "findings", "a comparison that"],
            StatusWords.FailedFirst.Select(status =>
                (string[])[StatusWords.Name(status), Numbers.Text(report.Count(status)), StatusWords.Meaning(status)]
            )
        );
        AddFindings(lines, report, Status.Disagrees);
        AddFindings(lines, report, Status.Undecided);
        AddFindings(lines, report, Status.Vacuous);
        AddGroups(lines, report);
        foreach (var table in report.Figures.OfType<TableFigure>())
        {
            lines.AddRange($"## {MarkdownText.Escape(table.Title)}", "");
            AddTable(lines, table.Columns, table.Rows);
            lines.AddRange(MarkdownText.Escape(table.Caption), "");
        }
        return string.Join('\n', lines);
    }

    private static void AddFindings(List<string> lines, Report report, Status status)
    {
        var findings = report
            .Findings.Where(finding => finding.Status == status)
            .OrderByDescending(Verdict.Severity)
            .ToList();
        if (findings.Count == 0)
            return;
        lines.AddRange($"## {StatusWords.Name(status)}: {StatusWords.Meaning(status)}", "");
        foreach (var finding in findings.Take(MostFindings))
        {
            lines.Add($"- {MarkdownText.Escape(finding.Subject)}");
            if (finding.Ratio is not null)
                lines.Add(
                    $"  - error {Numbers.Text(finding.Error)}, bound {Numbers.Text(finding.Bound)}, ratio {Numbers.Text(finding.Ratio)}"
                );
            AddTerm(lines, FindingWords.CauseTerm(status), finding.Cause?.ToString());
            AddTerm(lines, "where", finding.Location?.ToString());
            lines.Add($"  - {MarkdownText.Code(finding.Id)}");
        }
        if (findings.Count > MostFindings)
            lines.Add($"- and {Numbers.Text(findings.Count - MostFindings)} more, which the report lists");
        lines.Add("");
    }

    private static void AddTerm(List<string> lines, string term, string? description)
    {
        if (!string.IsNullOrEmpty(description))
            lines.Add($"  - {term}: {MarkdownText.Escape(description)}");
    }

    private static void AddGroups(List<string> lines, Report report)
    {
        if (report.Findings.Count == 0)
            return;
        var statuses = StatusWords.FailedFirst.Where(status => report.Count(status) > 0).ToList();
        lines.AddRange("## What was checked", "");
        AddTable(
            lines,
            ["checked", .. statuses.Select(StatusWords.Name), "worst error / bound"],
            FindingGroup
                .Of(report.Findings)
                .Select(group =>
                    (string[])
                        [
                            group.Name,
                            .. statuses.Select(status => Count(group.Count(status))),
                            group.Worst is { } worst ? Numbers.Text(worst.Ratio) : "",
                        ]
                )
        );
    }

    private static string Count(int count) => count == 0 ? "" : Numbers.Text(count);

    /// <summary>Words are set flush left, numbers right.</summary>
    private static void AddTable(
        List<string> lines,
        IReadOnlyList<string> heads,
        IEnumerable<IReadOnlyList<string>> rows
    )
    {
        var list = rows.ToList();
        var isOfWords = heads.Select((_, column) => column == 0 || list.Any(row => row[column].Length > LongestNumber));
        AddRow(lines, heads.Select(MarkdownText.Escape));
        AddRow(lines, isOfWords.Select(words => words ? ":--" : "--:"));
        foreach (var row in list)
            AddRow(lines, row.Select(MarkdownText.Escape));
        lines.Add("");
    }

    private static void AddRow(List<string> lines, IEnumerable<string> cells) =>
        lines.Add($"| {string.Join(" | ", cells)} |");
}
