namespace Compare.Results;

/// <summary>A mistake that explains a difference: replanted, it gives the other side's numbers to within rounding.</summary>
/// <param name="Id">The mistake's name in the catalogue, for example <c>batch-factor-missing</c>; stable between versions.</param>
/// <param name="Words">What is wrong, in words, for example <c>the sum over the batch is not divided by B</c>.</param>
/// <param name="Equation">
/// The number of the line of derivation.md that it violates, for example <c>A.6</c>; null for code that is not derived there.
/// </param>
/// <param name="Remedy">What would make it right, as an instruction.</param>
public sealed record Cause(string Id, string Words, string? Equation, string Remedy)
{
    /// <summary>Mistake, line of the derivation and remedy in one sentence.</summary>
    /// <returns>For example <c>the sum over the batch is not divided by B, against (A.6): divide by the number of images</c>.</returns>
    public override string ToString() =>
        Equation is null ? $"{Words}: {Remedy}" : $"{Words}, against ({Equation}): {Remedy}";
}
