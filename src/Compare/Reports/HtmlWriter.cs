using Compare.Reports.Html;
using Compare.Results;

namespace Compare.Reports;

/// <summary>
/// Writes the report as one page that needs nothing else: styles, scripts, plotly.js and the data are inside, and the page's own
/// policy forbids the browser to load anything.
/// </summary>
public static class HtmlWriter
{
    private const int MostUnfolded = 3;

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The page; the same for the same report.</returns>
    public static string Write(Report report)
    {
        var chapters = FigureChapter.Of(report.Figures);
        var page = PageShell.Open($"{Verdict.Word(report)}: compare {report.Command}");
        page.Add($"<a class=\"skip\" href=\"#report.findings\">Skip to the findings</a>\n");
        AddHead(page, report, chapters);
        page.Add($"<main>\n");
        AddOverview(page, report);
        AddFindings(page, report);
        foreach (var chapter in chapters)
            AddChapter(page, chapter, report.Findings);
        AddProvenance(page, report);
        page.Add($"</main>\n<script type=\"application/json\" id=\"report.results\">");
        page.Add($"{HtmlText.Json(JsonWriter.Write(report))}</script>\n");
        PageShell.AddScripts(page, Assets.Theme, Assets.Findings, Assets.Data);
        if (report.Figures.Any(figure => figure is not (ImageGridFigure or TableFigure)))
        {
            // Last, because it takes as long as all the rest of the page.
            page.Add($"<script id=\"report.plotly\">{Assets.Plotly}</script>\n");
            PageShell.AddScripts(page, Assets.Charts);
        }
        return PageShell.Close(page);
    }

    private static string ToneOf(Outcome outcome) =>
        outcome switch
        {
            Outcome.Pass => "passed",
            Outcome.Fail => "failed",
            _ => "open",
        };

    private static void AddHead(HtmlText page, Report report, IReadOnlyList<FigureChapter> chapters)
    {
        page.Add($"<header class=\"verdict {ToneOf(report.Outcome)}\">\n");
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
        page.Add($"<nav aria-label=\"Contents\"><a href=\"#report.findings\">Findings</a> ");
        foreach (var chapter in chapters)
            page.Add($"<a href=\"{HtmlText.Fragment(chapter.Id)}\">{chapter.Title}</a> ");
        page.Add($"<a href=\"#report.settings\">Settings</a> ");
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

    private static void AddOverview(HtmlText page, Report report)
    {
        if (report.Findings.Count == 0)
            return;
        page.Add($"<section id=\"report.overview\">\n<h2>What was checked</h2>\n");
        OverviewTable.Add(page, report);
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

    /// <summary>Of many figures of runs the calm ones are folded, but never the first: it shows what the others are.</summary>
    private static void AddChapter(HtmlText page, FigureChapter chapter, IReadOnlyList<Finding> findings)
    {
        var isLong = chapter.Figures.Count(figure => figure is PanelFigure) > MostUnfolded;
        page.Add($"<section id=\"{chapter.Id}\">\n<h2>{chapter.Title}</h2>\n");
        for (var i = 0; i < chapter.Figures.Count; i++)
            FigureSection.Add(page, chapter.Figures[i], findings, mayFold: isLong && i > 0);
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
        page.Add(
            $"again, and <code>compare report results.json OTHER.json</code> shows what changed. Also beside it: "
        );
        page.Add($"<code>summary.md</code> for a pull request, <code>junit.xml</code> for a build server, and each ");
        page.Add($"table as a CSV file in <code>tables</code>. The data is inside this page, too. ");
        page.Add($"<button type=\"button\" id=\"report.download\" hidden>Save results.json</button></p>\n</section>\n");
    }
}
