namespace Compare.Reports.Html;

/// <summary>
/// What every page has around its contents: a policy that forbids the browser to load anything, the styles, and the scripts.
/// </summary>
internal static class PageShell
{
    private const string Policy =
        "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /// <summary>Starts a page.</summary>
    /// <param name="title">Its title.</param>
    /// <returns>The page, up to its body's start.</returns>
    public static HtmlText Open(string title)
    {
        var page = new HtmlText();
        page.Add($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"{new Markup(Policy)}\">\n");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Add($"<title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n");
        page.Add($"<style>\n{Assets.Style}</style>\n<script>\n{Assets.Start}</script>\n</head>\n<body>\n");
        return page;
    }

    /// <summary>Adds scripts, which run where they stand.</summary>
    /// <param name="page">The page.</param>
    /// <param name="scripts">The scripts in their order.</param>
    public static void AddScripts(HtmlText page, params IReadOnlyList<Markup> scripts)
    {
        foreach (var script in scripts)
            page.Add($"<script>\n{script}</script>\n");
    }

    /// <summary>Ends a page.</summary>
    /// <param name="page">The page.</param>
    /// <returns>The whole page.</returns>
    public static string Close(HtmlText page) => page.Add($"</body>\n</html>\n").ToString();
}
