using Compare.Reports.Html;
using Compare.Results;

namespace Compare.Reports.Notebook;

/// <summary>Findings as a notebook shows them: what needs attention first and explained, the rest in a table, folded if it is long.</summary>
internal static class FindingsHtml
{
    private const int Unfolded = 8;
    private const int MostOfAKind = 3;

    /// <summary>Renders the verdict on somebody's own code.</summary>
    /// <param name="result">The verdict.</param>
    /// <returns>The HTML.</returns>
    public static string Of(CheckResult result)
    {
        var page = new HtmlText();
        page.Add($"<div>\n<p><strong>{result.ToString().Split('\n')[0]}</strong></p>\n");
        Add(page, result.Findings);
        page.Add($"</div>\n");
        return page.ToString();
    }

    /// <summary>Renders findings and figures.</summary>
    /// <param name="survey">What was found.</param>
    /// <returns>The HTML.</returns>
    public static string Of(Survey survey)
    {
        var page = new HtmlText();
        page.Add($"<div>\n");
        Add(page, survey.Findings);
        foreach (var figure in survey.Figures)
            FigureHtml.Add(page, figure);
        page.Add($"</div>\n");
        return page.ToString();
    }

    /// <summary>Renders a report: the verdict in words, why, findings, figures.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The HTML.</returns>
    public static string Of(Report report)
    {
        var page = new HtmlText();
        page.Add($"<div>\n<p><strong>{Verdict.Word(report)}.</strong> {Verdict.Why(report)}</p>\n");
        Add(page, report.Findings);
        foreach (var figure in report.Figures)
            FigureHtml.Add(page, figure);
        page.Add($"</div>\n");
        return page.ToString();
    }

    /// <summary>Renders one finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <returns>The HTML.</returns>
    public static string Of(Finding finding)
    {
        var page = new HtmlText();
        AddTable(page, [finding], explained: true);
        return page.ToString();
    }

    private static void Add(HtmlText page, IReadOnlyList<Finding> findings)
    {
        var counts = StatusWords
            .FailedFirst.Select(status => (Status: status, Count: findings.Count(finding => finding.Status == status)))
            .Where(pair => pair.Count > 0)
            .ToList();
        foreach (var (status, count) in counts)
            page.Add($"<p>{count} {Word(status)}: {StatusWords.Meaning(status)}</p>\n");
        var ordered = StatusWords
            .FailedFirst.SelectMany(status =>
                findings.Where(finding => finding.Status == status).OrderByDescending(Verdict.Severity)
            )
            .ToList();
        // The one furthest outside or nearest to its bound stands for the others of its kind.
        var shown =
            findings.Count <= Unfolded
                ? ordered
                : ordered.GroupBy(f => f.Status).SelectMany(g => g.Take(MostOfAKind)).ToList();
        AddTable(page, shown, explained: true);
        if (shown.Count == ordered.Count)
            return;
        page.Add($"<details><summary>All {ordered.Count}</summary>\n");
        AddTable(page, ordered, explained: false);
        page.Add($"</details>\n");
    }

    private static void AddTable(HtmlText page, List<Finding> findings, bool explained)
    {
        if (findings.Count == 0)
            return;
        page.Add($"<table>\n<thead><tr><th scope=\"col\">status</th><th scope=\"col\">what was compared</th>");
        page.Add($"<th scope=\"col\">error</th><th scope=\"col\">bound</th>");
        page.Add($"<th scope=\"col\">error / bound</th></tr></thead>\n<tbody>\n");
        foreach (var finding in findings)
        {
            page.Add($"<tr><td>{Word(finding.Status)}</td><td style=\"text-align:left\">{finding.Subject}");
            if (explained)
                AddExplanation(page, finding);
            page.Add($"</td>");
            foreach (var number in new[] { finding.Error, finding.Bound, finding.Ratio })
                page.Add($"<td style=\"white-space:nowrap\">{number}</td>");
            page.Add($"</tr>\n");
        }
        page.Add($"</tbody>\n</table>\n");
    }

    private static void AddExplanation(HtmlText page, Finding finding)
    {
        var terms = new (string Term, string? Text)[]
        {
            (FindingWords.CauseTerm(finding.Status), finding.Cause?.ToString()),
            ("where", finding.Location?.ToString()),
            ("note", FindingWords.Notes(finding)),
            ("catches", finding.Power?.ToString()),
        };
        foreach (var (term, text) in terms)
            if (!string.IsNullOrEmpty(text))
                page.Add($"<br>\n<small><em>{term}</em> {text}</small>");
    }

    /// <summary>The word says it; its colour only helps to find it.</summary>
    private static Markup Word(Status status)
    {
        var colour = status switch
        {
            Status.Disagrees => "#c62828",
            Status.Vacuous or Status.Undecided => "#a15c00",
            Status.Chaos => "#7b3fb5",
            _ => "#2e7d32",
        };
        return new Markup($"<strong style=\"color:{colour}\">{StatusWords.Name(status)}</strong>");
    }
}
