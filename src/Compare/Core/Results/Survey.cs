using Compare.Results.Display;

namespace Compare.Results;

/// <summary>What one section of a run contributes to its report.</summary>
/// <param name="Findings">In the order in which they were made.</param>
/// <param name="Figures">The data of its figures.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record Survey(IReadOnlyList<Finding> Findings, IReadOnlyList<Figure> Figures) : IHtmlOutput
{
    /// <summary>What may differ between two equal runs, such as durations, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Renders findings and figures for a notebook.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    public string ToHtml() => HtmlDisplay.Of(this);
}
