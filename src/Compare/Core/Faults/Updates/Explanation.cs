using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>What explains a difference between update rules.</summary>
/// <param name="Causes">One cause, or two that come together.</param>
/// <param name="Alternatives">Other explanations that give the same numbers to within rounding, one or two causes each.</param>
internal sealed record Explanation(IReadOnlyList<Cause> Causes, IReadOnlyList<IReadOnlyList<Cause>> Alternatives)
{
    private const int MostAlternatives = 4;

    /// <summary>The explanation in words.</summary>
    public string Words
    {
        get
        {
            var words = string.Join("; and ", Causes);
            if (Alternatives.Count == 0)
                return words;
            var others = Alternatives
                .Take(MostAlternatives)
                .Select(causes => string.Join(" and ", causes.Select(cause => cause.Words)));
            var more =
                Alternatives.Count > MostAlternatives
                    ? FormattableString.Invariant($" and {Alternatives.Count - MostAlternatives} more")
                    : "";
            return $"{words} (not to be told apart here from: {string.Join("; ", others)}{more})";
        }
    }
}
