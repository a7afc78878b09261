using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>Mistakes that explain a tensor: replanted together, they give its numbers to within rounding.</summary>
/// <param name="Alternatives">
/// One set of one or two mistakes, or several that cannot be told apart on this problem; at least one.
/// </param>
/// <param name="Tensors">The tensors that the first set explains, in the order of the check.</param>
internal sealed record GradientExplanation(
    IReadOnlyList<IReadOnlyList<FoundMistake>> Alternatives,
    IReadOnlyList<string> Tensors
)
{
    /// <summary>The first set of mistakes, with the others as alternatives.</summary>
    public Cause Cause =>
        Alternatives[0][0].Cause with
        {
            Tensors = Tensors,
            Together = [.. Alternatives[0].Skip(1).Select(found => found.Cause)],
            Alternatives =
            [
                .. Alternatives.Skip(1).Select(set => (IReadOnlyList<Cause>)[.. set.Select(found => found.Cause)]),
            ],
        };
}
