namespace Compare.Faults.Gradients;

/// <summary>Mistakes that explain a tensor: replanted together, they give its numbers to within rounding.</summary>
/// <param name="Alternatives">
/// One set of one or two mistakes, or several that cannot be told apart on this problem; at least one.
/// </param>
/// <param name="Tensors">The tensors that the first set explains, in the order of the check.</param>
internal sealed record Explanation(
    IReadOnlyList<IReadOnlyList<FoundMistake>> Alternatives,
    IReadOnlyList<string> Tensors
)
{
    private const int MostNamed = 6;

    /// <summary>The mistakes in words, with what they violate and the remedy.</summary>
    /// <returns>For example <c>dW1 and dW2: the sum over the images is not divided by B, against (A.6): divide by the number of images</c>.</returns>
    public override string ToString()
    {
        var first = string.Join("; and together with it ", Alternatives[0].Select(found => found.Cause.ToString()));
        var named = Alternatives
            .Skip(1)
            .Take(MostNamed)
            .Select(set => string.Join(" with ", set.Select(found => found.Mistake.Id)));
        var more = Alternatives.Count - 1 - MostNamed;
        var others =
            Alternatives.Count == 1
                ? ""
                : $"; not distinguishable on this problem: {string.Join(", ", named)}{(more > 0 ? FormattableString.Invariant($" and {more} more") : "")}";
        return $"{string.Join(" and ", Tensors)}: {first}{others}";
    }
}
