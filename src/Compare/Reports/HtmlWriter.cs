using Compare.Checks;
using Compare.Reports.Html;

namespace Compare.Reports;

/// <summary>
/// Writes the report as one page that needs nothing else: styles, scripts, plotly.js and the data are inside, and the page's own
/// policy forbids the browser to load anything.
/// </summary>
public static class HtmlWriter
{
    private const string Policy =
        "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The page; the same for the same report.</returns>
    public static string Write(Report report)
    {
        var page = new HtmlText();
        page.Add($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"{new Markup(Policy)}\">\n");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Add(
            $"<title>{Verdict.Word(report)}: compare {report.Command}</title>\n<link rel=\"icon\" href=\"data:,\">\n"
        );
        page.Add($"<style>\n{Assets.Style}</style>\n<script>\n{Assets.Start}</script>\n</head>\n<body>\n");
        page.Add($"<a class=\"skip\" href=\"#report.findings\">Skip to the findings</a>\n");
        AddHead(page, report);
        page.Add($"<main>\n");
        AddFigures(page, report);
        AddFindings(page, report);
        AddProvenance(page, report);
        page.Add($"</main>\n<script type=\"application/json\" id=\"report.results\">");
        page.Add($"{HtmlText.Json(JsonWriter.Write(report))}</script>\n");
        if (report.Figures.Any(figure => figure is not (ImageGridFigure or TableFigure)))
            page.Add($"<script id=\"report.plotly\">{Assets.Plotly}</script>\n");
        page.Add($"<script>\n{Assets.Script}</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void AddHead(HtmlText page, Report report)
    {
        page.Add($"<header class=\"verdict {(report.Passed ? "passed" : "failed")}\">\n");
        page.Add($"<p class=\"command\"><code>compare {report.Command}</code></p>\n");
        page.Add(
            $"<h1>{Verdict.Word(report)}</h1>\n<p class=\"why\">{Verdict.Why(report)}</p>\n<ul class=\"counts\">\n"
        );
        foreach (var status in StatusWords.FailedFirst)
        {
            var count = report.Count(status);
            page.Add($"<li class=\"{(count == 0 ? "none" : "some")}\"><strong>{count}</strong> ");
            page.Add($"{FindingsTable.Badge(status)} <span>{StatusWords.Meaning(status)}</span></li>\n");
        }
        page.Add($"</ul>\n");
        if (Verdict.Worst(report) is { } worst)
            AddWorst(page, worst);
        page.Add($"<nav aria-label=\"Contents\">");
        if (report.Figures.Count > 0)
            page.Add($"<a href=\"#report.figures\">Figures</a> ");
        page.Add($"<a href=\"#report.findings\">Findings</a> <a href=\"#report.settings\">Settings</a> ");
        page.Add($"<a href=\"#report.environment\">Environment</a> <a href=\"#report.data\">Data</a></nav>\n");
        page.Add($"</header>\n");
    }

    private static void AddWorst(HtmlText page, Finding worst)
    {
        var title = worst.Status == Status.Disagrees ? "The worst finding" : "The finding closest to its bound";
        page.Add($"<section class=\"worst\">\n<h2>{title}</h2>\n");
        page.Add($"<p><a href=\"{HtmlText.Fragment(worst.Id)}\">{worst.Subject}</a></p>\n");
        if (worst.Ratio is not null)
        {
            page.Add($"<p>error {worst.Error}, bound {worst.Bound}, ");
            page.Add($"<strong>error / bound {worst.Ratio}</strong></p>\n");
        }
        FindingsTable.AddDescription(page, worst);
        page.Add($"</section>\n");
    }

    private static void AddFigures(HtmlText page, Report report)
    {
        if (report.Figures.Count == 0)
            return;
        page.Add($"<section id=\"report.figures\">\n<h2>Figures</h2>\n");
        foreach (var figure in report.Figures)
            FigureSection.Add(page, figure, report.Findings);
        page.Add($"</section>\n");
    }

    private static void AddFindings(HtmlText page, Report report)
    {
        page.Add($"<section id=\"report.findings\">\n<h2>Findings</h2>\n");
        page.Add($"<p class=\"note\">Error, bound and their ratio are those of the worst element of each comparison. ");
        page.Add($"The bound is derived from the rounding of the formula; up to 1, rounding explains the error.</p>\n");
        FindingsTable.Add(page, report);
        page.Add($"</section>\n");
    }

    private static void AddProvenance(HtmlText page, Report report)
    {
        page.Add($"<section id=\"report.settings\">\n<h2>Settings</h2>\n");
        FreeForm.Add(page, report.Settings);
        page.Add($"</section>\n<section id=\"report.environment\">\n<h2>Environment</h2>\n");
        page.Add($"<p class=\"note\">The part that differs between two runs of the same command.</p>\n");
        FreeForm.Add(page, report.Environment);
        page.Add($"</section>\n<section id=\"report.data\">\n<h2>Data</h2>\n<p>This page was made from ");
        page.Add(
            $"<code>results.json</code>, which lies beside it; <code>compare report results.json</code> makes it "
        );
        page.Add($"again. The same data is inside this page. <button type=\"button\" id=\"report.download\" hidden>");
        page.Add($"Save results.json</button></p>\n</section>\n");
    }
}
