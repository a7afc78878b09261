using Compare.Results;

namespace Compare.Reports.Html;

/// <summary>The table of all findings, failed first.</summary>
internal static class FindingsTable
{
    /// <summary>Adds the table and, for readers with scripts, its filter.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="report">The report.</param>
    public static void Add(HtmlText page, Report report)
    {
        AddFilter(page, report);
        page.Add($"<table class=\"findings\">\n<thead><tr><th scope=\"col\" data-sort>status</th>");
        page.Add($"<th scope=\"col\" data-sort>what was compared</th><th scope=\"col\" data-sort>error</th>");
        page.Add($"<th scope=\"col\" data-sort>bound</th><th scope=\"col\" data-sort>error / bound</th>");
        page.Add($"<th scope=\"col\"><span class=\"unseen\">link</span></th></tr></thead>\n<tbody>\n");
        foreach (var status in StatusWords.FailedFirst)
        {
            var findings = report.Findings.Where(finding => finding.Status == status);
            foreach (
                var finding in status == Status.Disagrees ? findings.OrderByDescending(Verdict.Severity) : findings
            )
                AddRow(page, finding);
        }
        page.Add($"</tbody>\n</table>\n");
    }

    /// <summary>Adds the word for a status with its colour and sign.</summary>
    /// <param name="status">The status.</param>
    /// <returns>The HTML.</returns>
    public static Markup Badge(Status status)
    {
        var name = StatusWords.Name(status);
        return new Markup($"<span class=\"badge {name}\">{name}</span>");
    }

    private static void AddFilter(HtmlText page, Report report)
    {
        page.Add($"<form class=\"filter\" hidden>\n<fieldset><legend>Show</legend>\n");
        foreach (var status in StatusWords.FailedFirst)
            if (report.Count(status) is > 0 and var count)
            {
                page.Add($"<label><input type=\"checkbox\" checked value=\"{StatusWords.Name(status)}\"> ");
                page.Add($"{Badge(status)} {count}</label>\n");
            }
        page.Add($"</fieldset>\n<label class=\"search\">with the words <input type=\"search\" ");
        page.Add($"placeholder=\"relu float32 dW1\" spellcheck=\"false\"></label>\n");
        page.Add($"<output aria-live=\"polite\"></output>\n</form>\n");
    }

    private static void AddRow(HtmlText page, Finding finding)
    {
        var name = StatusWords.Name(finding.Status);
        var rank = StatusWords.FailedFirst.ToList().IndexOf(finding.Status);
        page.Add($"<tr id=\"{finding.Id}\" data-status=\"{name}\">");
        page.Add($"<td class=\"status\" data-value=\"{rank}\">{Badge(finding.Status)}</td>\n");
        page.Add($"<th scope=\"row\">");
        AddExplanation(page, finding);
        page.Add($"</th>\n");
        AddNumber(page, "error", finding.Error);
        AddNumber(page, "bound", finding.Bound);
        AddNumber(page, "error / bound", finding.Ratio);
        page.Add($"<td class=\"link\"><a class=\"permalink\" href=\"{HtmlText.Fragment(finding.Id)}\" ");
        page.Add($"aria-label=\"Link to this finding\">#</a></td></tr>\n");
    }

    /// <summary>Whatever needs attention is unfolded.</summary>
    private static void AddExplanation(HtmlText page, Finding finding)
    {
        var open = finding.Status is Status.Disagrees or Status.Undecided or Status.Vacuous ? " open" : "";
        page.Add($"<details class=\"fold\"{new Markup(open)}><summary>{finding.Subject}</summary>\n");
        AddDescription(page, finding);
        page.Add($"</details>");
    }

    /// <summary>Adds everything that a finding says in words.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="finding">The finding.</param>
    public static void AddDescription(HtmlText page, Finding finding)
    {
        page.Add($"<dl>\n");
        AddTerm(page, FindingWords.CauseTerm(finding.Status), finding.Cause?.ToString());
        AddTerm(page, "where", finding.Location?.ToString());
        AddTerm(page, "note", FindingWords.Notes(finding));
        AddTerm(page, "catches", finding.Power?.ToString());
        page.Add($"<div><dt>id</dt><dd><code>{finding.Id}</code></dd></div>\n</dl>\n");
    }

    private static void AddTerm(HtmlText page, string term, string? description)
    {
        if (!string.IsNullOrEmpty(description))
            page.Add($"<div><dt>{term}</dt><dd>{description}</dd></div>\n");
    }

    private static void AddNumber(HtmlText page, string label, double? value)
    {
        page.Add(
            $"<td class=\"number\" data-label=\"{label}\" data-value=\"{(value is { } v ? Numbers.Exact(v) : "")}\">"
        );
        page.Add($"{value}</td>\n");
    }
}
