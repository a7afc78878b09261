namespace Compare.Reports.Html;

/// <summary>The styles and scripts inside every page.</summary>
internal static class Assets
{
    /// <summary>The style sheet.</summary>
    public static Markup Style { get; } = Own("report.css");

    /// <summary>What has to run before the page is shown.</summary>
    public static Markup Start { get; } = Own("start.js");

    /// <summary>The switch between light and dark.</summary>
    public static Markup Theme { get; } = Own("theme.js");

    /// <summary>Draws the charts as they come into view.</summary>
    public static Markup Charts { get; } = Own("charts.js");

    /// <summary>Filter, sort and permalinks.</summary>
    public static Markup Findings { get; } = Own("findings.js");

    /// <summary>Saves the data inside the page.</summary>
    public static Markup Data { get; } = Own("data.js");

    /// <summary>The minified plotly.js that Plotly.NET carries; its licence is in its first lines.</summary>
    public static Markup Plotly { get; } = Read(typeof(Plotly.NET.Chart), "Plotly.NET.plotly-2.28.0.min.js");

    private static Markup Own(string name) => Read(typeof(Assets), $"Compare.Reports.Assets.{name}");

    private static Markup Read(Type assembly, string name)
    {
        using var stream =
            assembly.Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.Assembly.GetName().Name} has no resource {name}.");
        using var reader = new StreamReader(stream);
        return new Markup(reader.ReadToEnd());
    }
}
