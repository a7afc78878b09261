using Compare.Reports.Html;
using Compare.Results;

namespace Compare.Reports.Changes;

/// <summary>Writes what changed between two runs as one page that needs nothing else.</summary>
internal static class ChangesHtmlWriter
{
    /// <summary>Writes the changes.</summary>
    /// <param name="changes">The changes.</param>
    /// <returns>The page; the same for the same changes.</returns>
    public static string Write(ReportChanges changes)
    {
        var page = PageShell.Open($"{changes.Word}: compare {changes.After.Command}");
        page.Add($"<header class=\"verdict {(changes.GotWorse ? "failed" : "passed")}\">\n");
        page.Add($"<p class=\"command\"><code>compare {changes.After.Command}</code>, two runs</p>\n");
        page.Add($"<h1>{changes.Word}</h1>\n<p class=\"why\">{changes.Why}</p>\n");
        page.Add($"</header>\n<main>\n");
        AddFindings(page, changes.Findings);
        AddValues(page, "report.settings", "Settings", changes.Settings);
        AddValues(page, "report.environment", "Environment", changes.Environment);
        page.Add($"</main>\n");
        PageShell.AddScripts(page, Assets.Theme);
        return PageShell.Close(page);
    }

    private static void AddFindings(HtmlText page, IReadOnlyList<FindingChange> changes)
    {
        page.Add($"<section id=\"report.findings\">\n<h2>Findings</h2>\n");
        if (changes.Count == 0)
            page.Add($"<p>Every finding is as it was.</p>\n");
        else
        {
            OpenTable(page, "Findings that changed", "change", "what was compared", "before", "after");
            foreach (var change in changes)
                AddRow(page, change);
            page.Add($"</tbody>\n</table></div>\n");
        }
        page.Add($"</section>\n");
    }

    private static void AddRow(HtmlText page, FindingChange change)
    {
        var name = DirectionWords.Name(change.Direction);
        page.Add($"<tr id=\"{change.Latest.Id}\"><td><span class=\"badge {new Markup(name)}\">{name}</span></td>\n");
        page.Add($"<th scope=\"row\">{change.Latest.Subject}<br>{change.Words}\n");
        FindingsTable.AddDescription(page, change.Latest);
        page.Add($"</th>\n");
        AddState(page, change.Before);
        AddState(page, change.After);
        page.Add($"</tr>\n");
    }

    private static void AddState(HtmlText page, Finding? finding)
    {
        if (finding is null)
            page.Add($"<td>missing</td>\n");
        else
            page.Add($"<td class=\"state\">{FindingsTable.Badge(finding.Status)} {finding.Ratio}</td>\n");
    }

    private static void AddValues(HtmlText page, string id, string title, IReadOnlyList<ValueChange> values)
    {
        if (values.Count == 0)
            return;
        page.Add($"<section id=\"{id}\">\n<h2>{title}</h2>\n");
        OpenTable(page, $"{title} that differ", "name", "before", "after");
        foreach (var value in values)
        {
            page.Add($"<tr><th scope=\"row\">{value.Name}</th>");
            page.Add($"<td>{value.Before ?? "missing"}</td><td>{value.After ?? "missing"}</td></tr>\n");
        }
        page.Add($"</tbody>\n</table></div>\n</section>\n");
    }

    private static void OpenTable(HtmlText page, string label, params IReadOnlyList<string> heads)
    {
        page.Add($"<div class=\"scroll whole words\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">");
        page.Add($"<table>\n<thead><tr>");
        foreach (var head in heads)
            page.Add($"<th scope=\"col\">{head}</th>");
        page.Add($"</tr></thead>\n<tbody>\n");
    }
}
