using System.Text;
using Compare.Reports;
using Compare.Results;
using Microsoft.Playwright;

namespace Compare.Tests.Reports.Browser;

/// <summary>The report as its reader meets it: what happens when the page is opened, clicked and searched.</summary>
public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Rows that the page shows before the reader asks for all.</summary>
    private const int FirstRows = 25;

    /// <summary>A row with its cells and what unfolds below it.</summary>
    private const int ElementsPerFinding = 40;

    /// <summary>Everything but findings: the frame of the page, and tables behind figures.</summary>
    private const int OtherElements = 20_000;

    /// <summary>The least that a browser has to read is plotly.js.</summary>
    private const int MostBytes = 8_000_000;

    private static string Html { get; } = HtmlWriter.Write(Samples.Large);

    private static Finding LastFinding => Samples.Large.Findings.Last(finding => finding.Status == Status.Rounding);

    [Fact]
    public async Task Open_ReadThrough_DrawsEveryChartAndComplainsOfNothing()
    {
        await using var open = await chromium.OpenAsync(Html);

        await open.ReadThroughAsync();

        var charts = Samples.Large.Figures.Count(figure => figure is not (ImageGridFigure or TableFigure));
        Assert.Equal(charts, await open.Page.Locator(".chart .main-svg .plot").EvaluateAllAsync<int>(Charts));
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ReportWithoutChartsOrAnything_ComplainsOfNothing(bool empty)
    {
        var report = Samples.Large with { Figures = [] };

        await using var open = await chromium.OpenAsync(
            HtmlWriter.Write(empty ? report with { Findings = [] } : report)
        );

        Assert.Empty(open.Complaints);
        Assert.Equal(!empty, await open.Page.Locator("form.filter").IsVisibleAsync());
    }

    [Fact]
    public async Task Open_PageThatLoadsOrFails_Complains()
    {
        var leaking = Html.Replace("img-src data: blob:", "img-src data: blob: file:", StringComparison.Ordinal);
        leaking = leaking.Replace(
            "</main>",
            "<img alt=\"\" src=\"other.png\"><script>throw new Error('broken')</script></main>",
            StringComparison.Ordinal
        );

        await using var open = await chromium.OpenAsync(leaking);

        Assert.Contains(open.Complaints, text => text.EndsWith("/other.png", StringComparison.Ordinal));
        Assert.Contains(open.Complaints, text => text.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_LargeReport_DrawsNothingThatIsNotInSight()
    {
        await using var open = await chromium.OpenAsync(Html);

        // Charts wait for the reader, and a finding costs its row: that is what keeps the page quick on any machine.
        Assert.Equal(0, await open.Page.Locator(".chart .main-svg").CountAsync());
        var elements = await open.Page.EvaluateAsync<int>("document.querySelectorAll('*').length");
        Assert.InRange(elements, 1, ElementsPerFinding * Samples.Large.Findings.Count + OtherElements);
        Assert.InRange(Encoding.UTF8.GetByteCount(Html), 1, MostBytes);
    }

    [Fact]
    public async Task Open_FirstLook_ShowsTheFailuresAndOffersTheRest()
    {
        await using var open = await chromium.OpenAsync(Html);
        var rows = Rows(open);

        Assert.Equal("Failed", await open.Page.Locator("h1").TextContentAsync());
        Assert.Equal(FirstRows, await rows.CountAsync());
        Assert.Equal("disagrees", await rows.First.GetAttributeAsync("data-status"));
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        Assert.Equal(Samples.Large.Findings.Count, await rows.CountAsync());
        // Whoever uses the keyboard goes on where the table ended.
        Assert.Equal(
            FirstRows,
            await open.Page.EvaluateAsync<int>("document.activeElement.closest('tr').sectionRowIndex")
        );
    }

    [Fact]
    public async Task Filter_StatusAndWords_ShowsWhatFits()
    {
        await using var open = await chromium.OpenAsync(Html);
        var expected = Samples.Large.Findings.Count(finding =>
            finding.Status == Status.Agrees && finding.Subject.Contains("tanh", StringComparison.Ordinal)
        );

        foreach (var status in new[] { "disagrees", "vacuous", "chaos", "rounding" })
            await open.Page.Locator($"input[value={status}]").UncheckAsync();
        await open.Page.GetByRole(AriaRole.Searchbox).FillAsync("TANH autoencoder");

        Assert.InRange(expected, 1, FirstRows);
        Assert.Equal(expected, await Rows(open).CountAsync());
        Assert.Equal(
            $"{expected} of {Samples.Large.Findings.Count}",
            await open.Page.Locator("form.filter output").TextContentAsync()
        );
    }

    [Fact]
    public async Task Overview_LinkOfAGroup_FiltersTheFindings()
    {
        await using var open = await chromium.OpenAsync(Html);

        await open.Page.GetByRole(AriaRole.Link, new() { Name = "gradients, autoencoder, negative" }).ClickAsync();

        var expected = Samples.Large.Findings.Count(finding =>
            finding.Id.StartsWith("gradients/autoencoder/negative/", StringComparison.Ordinal)
        );
        Assert.StartsWith($"{expected} of ", await open.Page.Locator("form.filter output").TextContentAsync());
        Assert.EndsWith("#report.findings", open.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sort_Ratio_OrdersAllRowsAndAThirdClickRestores()
    {
        await using var open = await chromium.OpenAsync(Html);
        var before = await Ids(open);
        var button = open.Page.GetByRole(AriaRole.Button, new() { Name = "error / bound" });

        await button.PressAsync("Enter");
        var descending = await Ratios(open);
        var head = open.Page.Locator("th[aria-sort]");
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        await button.ClickAsync();
        var ascending = await Ratios(open);
        await button.ClickAsync();

        // NaN is worse than any number.
        Assert.Equal("NaN", descending[0]);
        var largest = Samples.Large.Findings.Max(finding => finding.Ratio is > 0 ? finding.Ratio : 0);
        Assert.Equal(Numbers.Exact(largest!.Value), descending[1]);
        Assert.Equal("0", ascending[0]);
        Assert.Equal(before, await Ids(open));
    }

    [Fact]
    public async Task Permalink_ToARowBeyondTheFirst_ShowsAndUnfoldsIt()
    {
        await using var open = await chromium.OpenAsync(Html, fragment: $"#{LastFinding.Id}");
        var row = open.Page.Locator($"[id=\"{LastFinding.Id}\"]");

        Assert.True(await row.Locator("dl").IsVisibleAsync());
        Assert.True(await IsInView(row));
    }

    [Fact]
    public async Task Permalink_ToARowThatTheFilterHides_ShowsIt()
    {
        await using var open = await chromium.OpenAsync(Html);
        await open.Page.GetByRole(AriaRole.Searchbox).FillAsync("nothing has these words");
        Assert.Equal(0, await Rows(open).CountAsync());

        await open.Page.Locator(".worst a").ClickAsync();

        var worst = Verdict.Worst(Samples.Large)!;
        var row = open.Page.Locator($"[id=\"{worst.Id}\"]");
        await row.Locator("dl").WaitForAsync();
        Assert.True(await IsInView(row));
    }

    [Fact]
    public async Task Permalink_ToAFoldedFigure_UnfoldsAndDrawsIt()
    {
        const string folded = "figure/gradients/autoencoder/sigmoid/25";
        await using var open = await chromium.OpenAsync(Html);
        var figure = open.Page.Locator($"[id=\"{folded}\"]");
        Assert.False(await figure.Locator("figcaption").IsVisibleAsync());

        await using var linked = await chromium.OpenAsync(Html, fragment: $"#{folded}");

        await linked.Page.Locator($"[id=\"{folded}\"] .main-svg").First.WaitForAsync();
        Assert.Equal(2, await linked.Page.Locator($"[id=\"{folded}\"] .annotation-text").CountAsync());
    }

    [Fact]
    public async Task Save_Data_GivesTheBytesOfResultsJson()
    {
        await using var open = await chromium.OpenAsync(Html);

        var download = await open.Page.RunAndWaitForDownloadAsync(() =>
            open.Page.GetByRole(AriaRole.Button, new() { Name = "Save results.json" }).ClickAsync()
        );

        Assert.Equal("results.json", download.SuggestedFilename);
        Assert.Equal(
            JsonWriter.Write(Samples.Large),
            await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Open_WithoutScripts_SaysEverythingButDrawsNothing()
    {
        await using var open = await chromium.OpenAsync(Html, new() { JavaScriptEnabled = false });

        Assert.True(await open.Page.GetByRole(AriaRole.Heading, new() { Name = "Failed" }).IsVisibleAsync());
        Assert.Equal(Samples.Large.Findings.Count, await Rows(open).CountAsync());
        Assert.True(await open.Page.GetByText("Milliseconds per step.").IsVisibleAsync());
        Assert.True(await open.Page.Locator("table.overview").IsVisibleAsync());
        Assert.Equal(0, await open.Page.Locator(".chart >> visible=true").CountAsync());
        Assert.False(await open.Page.Locator("form.filter").IsVisibleAsync());
        Assert.True(await open.Page.GetByText("its numbers are below").First.IsVisibleAsync());
    }

    private const string Charts = "plots => new Set(plots.map(plot => plot.closest('.chart'))).size";

    private static ILocator Rows(OpenPage open) => open.Page.Locator("table.findings tbody tr >> visible=true");

    private static Task<string[]> Ids(OpenPage open) =>
        Rows(open).EvaluateAllAsync<string[]>("rows => rows.map(row => row.id)");

    private static Task<string[]> Ratios(OpenPage open) =>
        Rows(open).EvaluateAllAsync<string[]>("rows => rows.map(row => row.cells[4].dataset.value)");

    private static Task<bool> IsInView(ILocator row) =>
        row.EvaluateAsync<bool>(
            "row => row.getBoundingClientRect().top >= 0 && row.getBoundingClientRect().bottom <= innerHeight"
        );
}
