using BenchmarkDotNet.Attributes;
using Compare.Reports;
using Compare.Results;
using Compare.Tests.Reports;
using Microsoft.Playwright;

namespace Compare.Benchmarks;

/// <summary>How long a large report takes to write, and to open in a browser until it can be used.</summary>
[WarmupCount(2)]
[IterationCount(10)]
[InvocationCount(1)]
public class ReportPage
{
    private readonly Report _report = Samples.Large;
    private string _path = "";
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IPage? _page;

    /// <summary>Writes the page, starts Debian's chromium, and makes sure that what is timed is the page.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        _path = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(_path, HtmlWriter.Write(_report));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium" });
        _page = await _browser.NewPageAsync();
        await Open();
        if (await _page.Locator("tr[data-status]").CountAsync() != _report.Findings.Count)
            throw new InvalidOperationException("The page does not show the findings of the report.");
    }

    /// <summary>The page as text.</summary>
    [Benchmark]
    public string Write() => HtmlWriter.Write(_report);

    /// <summary>From the address to a filter that answers.</summary>
    [Benchmark]
    public async Task Open()
    {
        await _page!.GotoAsync(new Uri(_path).AbsoluteUri);
        await _page.GetByRole(AriaRole.Searchbox).FillAsync("tanh");
    }

    /// <summary>Closes the browser and removes the page.</summary>
    [GlobalCleanup]
    public async Task CleanUp()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        File.Delete(_path);
    }
}
