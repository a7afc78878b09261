using Compare.Reference.Numerics;

namespace Compare.Problems.Recorded;

/// <summary>An array as NumPy wrote it, in C order, its numbers widened to double without rounding.</summary>
/// <param name="Name">Its name in the archive, for example <c>dW1</c>.</param>
/// <param name="Type">NumPy's code of the element type, for example <c>&lt;f4</c>.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Values">The numbers, the last index running fastest; empty for a text.</param>
/// <param name="Text">The text, if it is one; else null.</param>
internal sealed record NpyArray(string Name, string Type, IReadOnlyList<int> Shape, double[] Values, string? Text)
{
    /// <summary>Whether it holds one number.</summary>
    public bool IsScalar => Text is null && Values.Length == 1;

    /// <summary>Its format if it holds float32 or float64 numbers, in either byte order; else null.</summary>
    public Precision? Precision =>
        Type.AsSpan(1) switch
        {
            "f4" => Problems.Precision.Float32,
            "f8" => Problems.Precision.Float64,
            _ => null,
        };

    /// <summary>The greatest relative error of rounding to its format; 0 for integers.</summary>
    public double UnitRoundoff =>
        Type switch
        {
            NpyType.BrainFloat => BFloat16.UnitRoundoff,
            _ when Type.EndsWith("f2", StringComparison.Ordinal) => Binary16.UnitRoundoff,
            _ when Type.EndsWith("f4", StringComparison.Ordinal) => Binary32.UnitRoundoff,
            _ when Type.EndsWith("f8", StringComparison.Ordinal) => Binary64.UnitRoundoff,
            _ => 0,
        };

    /// <summary>Its shape in words, for example <c>3 x 17</c>, or <c>a scalar</c>.</summary>
    public string ShapeWords =>
        Shape.Count switch
        {
            0 => "a scalar",
            1 => FormattableString.Invariant($"a vector of {Shape[0]}"),
            _ => string.Join(" x ", Shape.Select(side => FormattableString.Invariant($"{side}"))),
        };

    /// <summary>Names the place of an element as Python does, for example <c>[3, 17]</c>.</summary>
    /// <param name="index">Index into <see cref="Values"/>.</param>
    /// <returns>One index for each dimension; <c>[]</c> for a scalar.</returns>
    public string PlaceOf(int index)
    {
        var indices = new string[Shape.Count];
        for (var axis = Shape.Count - 1; axis >= 0; axis--)
        {
            indices[axis] = FormattableString.Invariant($"{index % Shape[axis]}");
            index /= Shape[axis];
        }
        return $"[{string.Join(", ", indices)}]";
    }
}
