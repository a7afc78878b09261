using Compare.Reference.Numerics;

namespace Compare.Oracles;

/// <summary>A tensor as the judge sees it: the value in double-double, and how far a correct program may be from it.</summary>
/// <param name="Name">For example <c>dW1</c>.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Values">The judge's values, shape (Rows x Columns).</param>
/// <param name="Bounds">For each element the derived bound on the error of any correct evaluation; positive or zero.</param>
public sealed record JudgedTensor(string Name, int Rows, int Columns, DoubleDouble[] Values, double[] Bounds)
{
    /// <summary>
    /// The judge's own error in units of the bound for <see cref="double"/>. Each rule of the bound is, to first order,
    /// proportional to the unit roundoff, and that of double-double arithmetic with its elementary functions is below 2^-96
    /// against 2^-53; the remaining factor is a margin.
    /// </summary>
    public const double JudgeError = 1.0 / (1L << 40);

    /// <summary>The tensor with no opinion where a value is no finite number: overflow on one way to a value says nothing about the value.</summary>
    /// <returns>There the bound is infinite and the value zero.</returns>
    internal JudgedTensor WithoutOpinionBeyondRange() =>
        this with
        {
            Values = Array.ConvertAll(Values, value => double.IsFinite(value.Hi) ? value : DoubleDouble.Zero),
            Bounds = [.. Bounds.Select((bound, i) => double.IsFinite(Values[i].Hi) ? bound : double.PositiveInfinity)],
        };

    /// <summary>Whether the check could fail at an element: whether zero in its place would be noticed.</summary>
    /// <param name="index">Index of the element.</param>
    /// <param name="allowed">The error allowed there.</param>
    /// <returns>True if the exact value stands out of the bound.</returns>
    public bool IsInformative(int index, double allowed) => Math.Abs(Values[index].Hi) > allowed;
}
