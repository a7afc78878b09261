using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>A mistake that people make in a gradient.</summary>
/// <param name="Cause">What is reported; the line of derivation.md, or two where it depends on the tensor.</param>
/// <param name="Plant">Makes the mistake in a program that may have made another one already.</param>
internal sealed record GradientMistake(Cause Cause, Func<Variant, Variant> Plant) : Mistake(Cause)
{
    /// <summary>A row of the catalogue.</summary>
    /// <param name="id">Its name, stable between versions.</param>
    /// <param name="words">What is wrong, in words.</param>
    /// <param name="equation">The number of the line of derivation.md that it violates.</param>
    /// <param name="remedy">What would make it right.</param>
    /// <param name="plant">Makes the mistake.</param>
    public GradientMistake(string id, string words, string equation, string remedy, Func<Variant, Variant> plant)
        : this(new Cause(id, words, equation, remedy), plant) { }

    /// <summary>What it multiplies a tensor by; 1 for a mistake of another kind.</summary>
    public Fraction Factor { get; } = Plant(Variant.Right).Factor;

    /// <summary>Whether it has a step size that is not known beforehand.</summary>
    public bool HasStep { get; } = Plant(Variant.Right).Updated > 0;
}
