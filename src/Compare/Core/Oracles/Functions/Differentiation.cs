using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of automatic differentiation, where the function is written over the number type.</summary>
/// <remarks>
/// One evaluation notes every operation; passes through these there and back give the derivative itself in double-double, and in
/// <see cref="Bounded{TFormat}"/> what rounding in double can do to it. Where one of them leaves the range of its numbers there is no opinion.
/// </remarks>
internal static class Differentiation
{
    /// <summary>Differentiates by every element.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Where.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(IScalarFunction function, IReadOnlyList<NamedArray> arguments)
    {
        var tape = Tape.Record(function.Value, [.. arguments.Select(argument => argument.Values)]);
        var exact = tape.Differentiate<DoubleDouble>().Gradient;
        var bounded = tape.Differentiate<Bounded<Binary64>>().Gradient;
        return new Vote(
            "automatic differentiation",
            [
                .. arguments.Select(
                    (argument, p) =>
                        new JudgedTensor(
                            $"d{argument.Name}",
                            argument.Rows,
                            argument.Columns,
                            exact[p],
                            [
                                .. bounded[p]
                                    .Select(slope => double.IsNaN(slope.Error) ? double.PositiveInfinity : slope.Error),
                            ]
                        ).WithoutOpinionBeyondRange()
                ),
            ],
            Basis.Derived,
            null
        );
    }
}
