using Compare.Tests.Support;
using Microsoft.Playwright;

namespace Compare.Tests.Reports.Browser;

/// <summary>Debian's chromium, started once for a class of tests; where it is missing the tests skip and say so.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Opens a page from disk, as a reader does.</summary>
    /// <param name="html">The page.</param>
    /// <param name="screen">How it is looked at.</param>
    /// <param name="fragment">What comes after the file's name, such as <c>#report.findings</c>.</param>
    /// <returns>The page, loaded.</returns>
    internal async Task<OpenPage> OpenAsync(string html, BrowserNewContextOptions? screen = null, string fragment = "")
    {
        Assert.SkipWhen(_browser is null, $"There is no {Executable}: apt-get install chromium.");
        var path = _folder[$"{Guid.NewGuid():N}.html"];
        await File.WriteAllTextAsync(path, html, TestContext.Current.CancellationToken);
        var context = await _browser.NewContextAsync(screen);
        return await OpenPage.GoAsync(context, new Uri(path).AbsoluteUri + fragment);
    }
}
