using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>What explains a difference between update rules.</summary>
/// <param name="Causes">One cause, or two that come together.</param>
/// <param name="Alternatives">Other explanations that give the same numbers to within rounding, one or two causes each.</param>
internal sealed record UpdateExplanation(IReadOnlyList<Cause> Causes, IReadOnlyList<IReadOnlyList<Cause>> Alternatives)
{
    /// <summary>The first cause, with the one that comes with it and with what cannot be told apart from them.</summary>
    public Cause Cause => Causes[0] with { Together = [.. Causes.Skip(1)], Alternatives = Alternatives };
}
