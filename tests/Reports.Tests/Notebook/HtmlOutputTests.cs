using System.Globalization;
using System.Net;
using Compare.Reports.Notebook;
using Compare.Results;
using Compare.Results.Display;
using Compare.Tests.Support;

namespace Compare.Tests.Reports.Notebook;

/// <summary>What a notebook shows of results.</summary>
public sealed class HtmlOutputTests
{
    private static readonly Report Report = Samples.Small;

    public static TheoryData<string, object> Results =>
        new()
        {
            { "report", Report },
            { "survey", new Survey(Report.Findings, Report.Figures) },
            { "result", new CheckResult("<mine>", Report.Findings) },
            { "finding", Report.Findings[0] },
            { "figure", Report.Figures[0] },
            { "table", Report.Figures.OfType<TableFigure>().Single() },
            { "pictures", Report.Figures.OfType<ImageGridFigure>().Single() },
        };

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void ToHtml_AnyResult_NeedsNothingElseAndIsWhatAKernelShows(string name, object result)
    {
        var html = ((IHtmlOutput)result).ToHtml();

        foreach (var part in new[] { "<script", "<style", "<link", "http:", "https:", "<b>", "<mine>", "<test>" })
            Assert.False(html.Contains(part, StringComparison.OrdinalIgnoreCase), $"{name} contains {part}");
        CellOutputs.Add(result);
        var shown = CellOutputs.Take()[0]!["data"]!["text/html"]!.AsArray();
        Assert.Equal(html, string.Concat(shown.Select(line => line!.GetValue<string>())));
    }

    [Fact]
    public void ToHtml_UnderAnotherCulture_IsTheSame()
    {
        var before = Report.ToHtml();
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

        Assert.Equal(before, Report.ToHtml());
    }

    [Fact]
    public void ToHtml_Findings_FailedFirstWithTheirCause()
    {
        var html = new CheckResult("mine", Report.Findings).ToHtml();
        var worst = Report.Findings.First(finding => finding.Status == Status.Disagrees);

        Assert.Contains(WebUtility.HtmlEncode(worst.Cause!.ToString()), html, StringComparison.Ordinal);
        var places = StatusWords.FailedFirst.Select(status =>
            html.IndexOf($">{StatusWords.Name(status)}</strong></td>", StringComparison.Ordinal)
        );
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain(-1, places);
    }

    [Fact]
    public void ToHtml_ManyFindings_AllAreThereFolded()
    {
        var html = new Survey(Samples.Large.Findings, []).ToHtml();

        Assert.Contains($"<summary>All {Samples.Large.Findings.Count}</summary>", html, StringComparison.Ordinal);
        Assert.All(
            Samples.Large.Findings,
            finding => Assert.Contains(WebUtility.HtmlEncode(finding.Subject), html, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Interactive_AChart_HasThePictureAndBelowItAFrameWithEverythingInside()
    {
        var chart = Report.Figures.OfType<LineFigure>().Single().Interactive().ToHtml();

        var frame = chart.IndexOf("<iframe", StringComparison.Ordinal);
        Assert.InRange(chart.IndexOf("data:image/svg+xml", StringComparison.Ordinal), 0, frame);
        Assert.True(chart.Length > 3_000_000, "plotly.js is inside");
        Assert.DoesNotContain("<script", chart, StringComparison.Ordinal);
        Assert.Contains("&lt;script type=&quot;application/json&quot;", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void Interactive_ATable_HasNoFrame() =>
        Assert.Equal(
            Report.Figures.OfType<TableFigure>().Single().ToHtml(),
            Report.Figures.OfType<TableFigure>().Single().Interactive().ToHtml()
        );
}
