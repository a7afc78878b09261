using Compare.Results.Display;

namespace Compare.Results;

/// <summary>One comparison and what came of it: pure data, which the writers render and nothing else interprets.</summary>
/// <remarks>
/// Numbers are those of the worst element of the comparison, that is, the one with the largest ratio. They are null where the
/// check has no such number, and may be NaN or infinite where a side produced that.
/// </remarks>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record Finding : IHtmlOutput
{
    /// <summary>Slash-separated, derived from the content, the same in every run: the anchor in the report.</summary>
    public required string Id { get; init; }

    /// <summary>The check that produced it, for example <c>gradients</c>.</summary>
    public required string Check { get; init; }

    /// <summary>What was compared, in words: model, settings, tensor and the two parties.</summary>
    public required string Subject { get; init; }

    /// <summary>The conclusion.</summary>
    public required Status Status { get; init; }

    /// <summary>Absolute difference at the worst element.</summary>
    public double? Error { get; init; }

    /// <summary>The derived bound at that element; positive.</summary>
    public double? Bound { get; init; }

    /// <summary>Error / bound at that element; at most 1 means that rounding explains the difference.</summary>
    public double? Ratio { get; init; }

    /// <summary>The worst element with both values, and for a failure how many more failed.</summary>
    public string? Where { get; init; }

    /// <summary>For <see cref="Status.Disagrees"/> the cause or the strongest hint; for <see cref="Status.Vacuous"/> the reason.</summary>
    public string? Cause { get; init; }

    /// <summary>What this check would have caught, in words; null where it was not measured.</summary>
    public string? Power { get; init; }

    /// <summary>Circumstances worth knowing that do not change the status, such as values next to a kink.</summary>
    public string? Note { get; init; }

    /// <summary>Renders the finding for a notebook.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    public string ToHtml() => HtmlDisplay.Of(this);
}
