using Compare.Reports;

namespace Compare.Checks;

/// <summary>What one section of a run contributes to its report.</summary>
/// <param name="Findings">In the order in which they were made.</param>
/// <param name="Figures">The data of its figures.</param>
public sealed record Survey(IReadOnlyList<Finding> Findings, IReadOnlyList<Figure> Figures)
{
    /// <summary>What may differ between two equal runs, such as durations, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
