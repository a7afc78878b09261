namespace Compare.Faults.Gradients;

/// <summary>A row of the catalogue: a mistake that people make in a gradient.</summary>
/// <param name="Id">Its name, stable between versions.</param>
/// <param name="Words">What is wrong, in words.</param>
/// <param name="Equation">The number of the line of derivation.md that it violates; two where it depends on the tensor.</param>
/// <param name="Remedy">What would make it right.</param>
/// <param name="Plant">Makes the mistake in a program that may have made another one already.</param>
internal sealed record GradientMistake(
    string Id,
    string Words,
    string Equation,
    string Remedy,
    Func<Variant, Variant> Plant
)
{
    /// <summary>What it multiplies a tensor by; 1 for a mistake of another kind.</summary>
    public Fraction Factor { get; } = Plant(Variant.Right).Factor;

    /// <summary>Whether it has a step size that is not known beforehand.</summary>
    public bool HasStep { get; } = Plant(Variant.Right).Updated > 0;
}
