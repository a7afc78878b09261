using Compare.Results;

namespace Compare.Reports.Html;

/// <summary>What was checked, a row for each group of findings.</summary>
internal static class OverviewTable
{
    /// <summary>Adds the table.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="report">The report, with at least one finding.</param>
    public static void Add(HtmlText page, Report report)
    {
        var statuses = StatusWords.FailedFirst.Where(status => report.Count(status) > 0).ToList();
        page.Add($"<div class=\"scroll whole\" tabindex=\"0\" role=\"group\" aria-label=\"What was checked\">");
        page.Add($"<table class=\"overview\">\n<thead><tr><th scope=\"col\">checked</th>");
        foreach (var status in statuses)
            page.Add($"<th scope=\"col\">{FindingsTable.Badge(status)}</th>");
        page.Add($"<th scope=\"col\">worst error / bound</th></tr></thead>\n<tbody>\n");
        foreach (var group in FindingGroup.Of(report.Findings))
            AddRow(page, group, statuses);
        page.Add($"</tbody>\n<tfoot><tr><th scope=\"row\">in all</th>");
        foreach (var status in statuses)
            AddCount(page, report.Count(status), status);
        page.Add($"<td></td></tr></tfoot>\n</table></div>\n");
    }

    private static void AddRow(HtmlText page, FindingGroup group, List<Status> statuses)
    {
        page.Add($"<tr><th scope=\"row\"><a href=\"#report.findings\" data-words=\"{group.Name}\">");
        page.Add($"{group.Name.Replace("/", ", ", StringComparison.Ordinal)}</a></th>");
        foreach (var status in statuses)
            AddCount(page, group.Count(status), status);
        if (group.Worst is { } worst)
        {
            page.Add($"<td data-label=\"worst error / bound\">");
            page.Add($"<a href=\"{HtmlText.Fragment(worst.Id)}\">{worst.Ratio}</a></td></tr>\n");
        }
        else
            page.Add($"<td></td></tr>\n");
    }

    private static void AddCount(HtmlText page, int count, Status status)
    {
        var name = new Markup(StatusWords.Name(status));
        if (count == 0)
            page.Add($"<td></td>");
        else
            page.Add($"<td data-label=\"{name}\">{count}</td>");
    }
}
