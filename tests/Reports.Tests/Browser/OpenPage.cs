using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Compare.Tests.Reports.Browser;

/// <summary>A page in the browser, with what it complained about and what it asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private OpenPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, uncaught exceptions, and requests for anything but the page itself and what is inside it.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Loads a page.</summary>
    /// <param name="context">The browser's state; closed with the page.</param>
    /// <param name="address">The address of a file.</param>
    /// <returns>The page, loaded.</returns>
    public static async Task<OpenPage> GoAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        var open = new OpenPage(context, page);
        page.Console += (_, message) => open.Complain(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => open.Complain(true, error);
        var file = new Uri(address).GetLeftPart(UriPartial.Path);
        page.Request += (_, request) =>
            open.Complain(
                !request.Url.StartsWith(file, StringComparison.Ordinal)
                    && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                    && !request.Url.StartsWith("blob:", StringComparison.Ordinal),
                $"asks for {request.Url}"
            );
        await page.GotoAsync(address);
        return open;
    }

    /// <summary>Unfolds findings, figures and the first table of numbers, and passes by every chart, so that each is drawn.</summary>
    public async Task ReadThroughAsync()
    {
        await Page.EvaluateAsync(
            "for (const fold of [document.querySelector('.numbers'), ...document.querySelectorAll('.fold')]) fold.open = true"
        );
        foreach (var chart in await Page.Locator(".chart").AllAsync())
            await chart.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(Page.Locator(".chart:not(:has(.main-svg))")).ToHaveCountAsync(0);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Complain(bool isReason, string text)
    {
        if (isReason)
            _complaints.Enqueue(text);
    }
}
