using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of another program's gradient, with its rounding error estimated from its own sensitivity.</summary>
/// <remarks>
/// Shadows are evaluations from arguments that are disturbed in their last bit. How far they scatter, in the max norm of a tensor, is
/// what rounding at the very beginning does; the bound is a multiple of it. An estimate, not a theorem. A program that gives nothing but floats computes in float32, and is
/// disturbed in the last bit of that.
/// </remarks>
internal static class Shadows
{
    private const int Count = 4;
    private const double Safety = 16;

    /// <summary>Evaluates the gradient and its shadows.</summary>
    /// <param name="other">The program.</param>
    /// <param name="arguments">Where.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(OtherGradient other, IReadOnlyList<NamedArray> arguments)
    {
        var gradient = other.Gradient(Moved(arguments, x => x));
        if (gradient.Length != arguments.Count)
            throw new ArgumentException(
                $"{other.Name} gives {gradient.Length} arrays for {arguments.Count} arguments.",
                nameof(other)
            );
        var random = new RandomSource(1);
        double[][][] Disturbed(Func<double, double> up, Func<double, double> down) =>
            [
                .. Enumerable
                    .Range(0, Count)
                    .Select(_ => other.Gradient(Moved(arguments, x => random.NextBool() ? up(x) : down(x)))),
            ];
        var shadows = Disturbed(Math.BitIncrement, Math.BitDecrement);
        var roundoff = Binary64.UnitRoundoff;
        if (shadows.Append(gradient).All(run => run.All(values => values.All(x => (float)x == x || double.IsNaN(x)))))
        {
            roundoff = Binary32.UnitRoundoff;
            shadows = Disturbed(x => MathF.BitIncrement((float)x), x => MathF.BitDecrement((float)x));
        }
        return new Vote(
            other.Name,
            [.. arguments.Select(Judged)],
            Basis.Estimated,
            "the bound is estimated from runs that differ in the last bit"
        );

        JudgedTensor Judged(NamedArray argument, int p)
        {
            var largest = gradient[p].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            var scatter = shadows
                .SelectMany(run => run[p].Zip(gradient[p], (moved, value) => Math.Abs(moved - value)))
                .Where(double.IsFinite)
                .DefaultIfEmpty(0)
                .Max();
            var bound = Safety * (scatter + roundoff * largest);
            return new JudgedTensor(
                $"d{argument.Name}",
                argument.Rows,
                argument.Columns,
                Array.ConvertAll(gradient[p], DoubleDouble.FromDouble),
                [.. gradient[p].Select(_ => bound)]
            ).WithoutOpinionBeyondRange();
        }
    }

    private static double[][] Moved(IReadOnlyList<NamedArray> arguments, Func<double, double> move) =>
        [.. arguments.Select(argument => Array.ConvertAll(argument.Values, x => move(x)))];
}
