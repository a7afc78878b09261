using Compare.Reports;
using Compare.Reports.Changes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Compare.Tests.Reports.Browser;

/// <summary>Both pages as they look: light and dark, wide and narrow, on paper, and to a screen reader.</summary>
public sealed class AppearanceTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const double LeastContrast = 4.5;
    private const int Narrow = 390;

    /// <summary>Relative luminance of a colour as WCAG 2.2 defines it, and the contrast of two.</summary>
    private const string Contrast = """
        ([a, b]) => {
            const light = colour => {
                const [red, green, blue] = colour.match(/[\d.]+/g).map(Number).map(c => c / 255)
                    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            };
            const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
            return (bright + 0.05) / (dark + 0.05);
        }
        """;

    private static string Report { get; } = HtmlWriter.Write(Samples.Large);

    /// <summary>Every kind of figure and of finding, but few of each, for what looks at every element.</summary>
    private static string ShortReport { get; } =
        HtmlWriter.Write(
            Samples.Large with
            {
                Findings =
                [
                    .. Samples.Small.Findings,
                    .. Samples.Large.Findings.Where(f => f.Id.Contains("/25/float64/loss/", StringComparison.Ordinal)),
                ],
            }
        );

    private static string Changes { get; } =
        ChangesHtmlWriter.Write(
            ReportChanges.Of(
                Samples.Large,
                Samples.Large with
                {
                    Findings =
                    [
                        .. Samples.Large.Findings.Skip(3).Select((f, i) => i < 6 ? f with { Ratio = f.Ratio * 20 } : f),
                    ],
                    Settings = [],
                },
                ReportChanges.UsualFactor
            )
        );

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, Narrow)]
    [InlineData(ColorScheme.Dark, Narrow)]
    public async Task Axe_Report_FindsNothingSerious(ColorScheme scheme, int width)
    {
        await using var open = await chromium.OpenAsync(ShortReport, Screen(scheme, width));
        await open.ReadThroughAsync();

        await AssertAccessible(open);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_Changes_FindsNothingSerious(ColorScheme scheme)
    {
        await using var open = await chromium.OpenAsync(Changes, Screen(scheme, 1200));

        await AssertAccessible(open);
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Axe_PageWithAPaleText_FindsIt()
    {
        var pale = Changes.Replace(
            "</main>",
            "<p style=\"color:#ccc;background:#fff\">pale</p></main>",
            StringComparison.Ordinal
        );
        await using var open = await chromium.OpenAsync(pale);

        Assert.Contains("color-contrast", await Violations(open));
    }

    [Fact]
    public async Task Theme_Dark_PaperTextAndChartsAreDark()
    {
        await using var open = await chromium.OpenAsync(Report, Screen(ColorScheme.Dark, 1200));
        await open.ReadThroughAsync();

        var paper = await Style(open, "html", "backgroundColor");
        Assert.True(await ContrastOf(open, "rgb(255, 255, 255)", paper) > 12, paper);
        Assert.True(await ContrastOf(open, await Style(open, "body", "color"), paper) > LeastContrast);
        var label = await Style(open, ".chart .xtick text", "fill");
        Assert.True(await ContrastOf(open, label, paper) > LeastContrast, label);
    }

    [Fact]
    public async Task Theme_Button_TurnsTheChartsToo()
    {
        await using var open = await chromium.OpenAsync(Report, Screen(ColorScheme.Light, 1200));
        await open.ReadThroughAsync();
        var light = await Style(open, ".chart .xtick text", "fill");
        var button = open.Page.GetByRole(AriaRole.Button, new() { Name = "Theme" });

        await button.ClickAsync();
        await button.ClickAsync();

        Assert.Equal("Theme: dark", await button.TextContentAsync());
        Assert.NotEqual(light, await Style(open, ".chart .xtick text", "fill"));
        Assert.True(await ContrastOf(open, "rgb(255, 255, 255)", await Style(open, "html", "backgroundColor")) > 12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Narrow_Screen_DoesNotScrollSideways(bool changes)
    {
        await using var open = await chromium.OpenAsync(changes ? Changes : Report, Screen(ColorScheme.Light, Narrow));
        if (!changes)
        {
            await open.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
            await open.ReadThroughAsync();
        }

        Assert.InRange(await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, Narrow);
    }

    [Fact]
    public async Task Print_FromDark_IsLightDrawnAndWithoutControls()
    {
        await using var open = await chromium.OpenAsync(Report, Screen(ColorScheme.Dark, 1200));

        await open.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await open.Page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");

        Assert.Equal("rgb(255, 255, 255)", await Style(open, "body", "backgroundColor"));
        var ink = await Style(open, "body", "color");
        Assert.True(await ContrastOf(open, ink, "rgb(255, 255, 255)") > 12, ink);
        Assert.True(await open.Page.GetByText($"The first 25 of {Samples.Large.Findings.Count}").IsVisibleAsync());
        foreach (var control in new[] { "nav", "form.filter", "button.theme", "button.more", ".permalink" })
            Assert.Equal(0, await open.Page.Locator($"{control} >> visible=true").CountAsync());
        Assert.True(
            await open.Page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('.chart')].filter(c => c.offsetParent).every(c => c.querySelector('.main-svg'))"
            )
        );
        Assert.Equal("%PDF-"u8.ToArray(), (await open.Page.PdfAsync())[..5]);
    }

    [Fact]
    public async Task Keyboard_FirstTab_SkipsToTheFindings()
    {
        await using var open = await chromium.OpenAsync(Report, Screen(ColorScheme.Light, 1200));

        await open.Page.Keyboard.PressAsync("Tab");
        Assert.Equal(
            "Skip to the findings",
            await open.Page.EvaluateAsync<string>("document.activeElement.textContent")
        );
        await open.Page.Keyboard.PressAsync("Enter");

        Assert.EndsWith("#report.findings", open.Page.Url, StringComparison.Ordinal);
    }

    private static BrowserNewContextOptions Screen(ColorScheme scheme, int width) =>
        new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
        };

    private static async Task AssertAccessible(OpenPage open) => Assert.Empty(await Violations(open));

    /// <summary>The rules that are broken in a way that axe calls serious or critical; charts are pictures, and looked at elsewhere.</summary>
    private static async Task<List<string>> Violations(OpenPage open)
    {
        var result = await open.Page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector(".chart svg")] });
        return [.. result.Violations.Where(rule => rule.Impact is "serious" or "critical").Select(rule => rule.Id)];
    }

    private static Task<string> Style(OpenPage open, string selector, string property) =>
        open.Page.Locator(selector).First.EvaluateAsync<string>($"element => getComputedStyle(element).{property}");

    private static Task<double> ContrastOf(OpenPage open, string a, string b) =>
        open.Page.EvaluateAsync<double>(Contrast, new[] { a, b });
}
