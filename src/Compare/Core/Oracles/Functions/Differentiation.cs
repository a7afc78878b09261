using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of automatic differentiation, where the function is written over the number type.</summary>
/// <remarks>
/// Dual numbers over double-double give the derivative itself; over <see cref="Bounded{TFormat}"/> they bound what rounding in double
/// can do to it. Two evaluations for every element. Where one of them leaves the range of its numbers there is no opinion.
/// </remarks>
internal static class Differentiation
{
    /// <summary>Differentiates by every element.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Where.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(IScalarFunction function, IReadOnlyList<NamedArray> arguments)
    {
        var exact = Slopes<DoubleDouble>(function, arguments);
        var bounded = Slopes<Bounded<Binary64>>(function, arguments);
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

    private static T[][] Slopes<T>(IScalarFunction function, IReadOnlyList<NamedArray> arguments)
        where T : unmanaged, IReal<T>
    {
        Dual<T>[][] duals = [.. arguments.Select(argument => Array.ConvertAll(argument.Values, Dual<T>.FromDouble))];
        var slopes = new T[duals.Length][];
        for (var p = 0; p < duals.Length; p++)
        {
            slopes[p] = new T[duals[p].Length];
            for (var i = 0; i < slopes[p].Length; i++)
            {
                var constant = duals[p][i];
                duals[p][i] = new Dual<T>(constant.Value, T.One);
                slopes[p][i] = function.Value<Dual<T>>(duals).Slope;
                duals[p][i] = constant;
            }
        }
        return slopes;
    }
}
