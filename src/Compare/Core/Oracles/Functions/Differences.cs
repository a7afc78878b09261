using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of finite differences in double, where nothing but the function's values is known.</summary>
/// <remarks>
/// Central differences D(h) (A.11) at halved steps, each pair extrapolated as R = (4 D(h/2) - D(h)) / 3. Going down, truncation
/// falls until rounding takes over; the step is taken at which R differs least from its two neighbours (Ridders 1982). The bound is
/// four times that difference and what one rounding of the function's value does to R: an estimate, not a theorem.
/// </remarks>
internal static class Differences
{
    private const int Steps = 22;
    private const double Safety = 4;

    /// <summary>Most elements of an argument that are moved one by one; more are sampled evenly.</summary>
    private const int MostElements = 400;

    /// <summary>Differentiates numerically.</summary>
    /// <param name="function">The function; must not change its argument.</param>
    /// <param name="arguments">Where.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(Func<double[][], double> function, IReadOnlyList<NamedArray> arguments)
    {
        double[][] point = [.. arguments.Select(argument => (double[])argument.Values.Clone())];
        return new Vote(
            "finite differences",
            [.. arguments.Select((argument, p) => By(function, point, p, argument))],
            Basis.Estimated,
            "the bound is estimated from neighbouring steps"
                + (
                    arguments.Any(argument => argument.Values.Length > MostElements)
                        ? FormattableString.Invariant(
                            $"; of an argument with more than {MostElements} elements, that many are compared"
                        )
                        : ""
                )
        );
    }

    private static JudgedTensor By(Func<double[][], double> function, double[][] point, int p, NamedArray argument)
    {
        var length = point[p].Length;
        var values = new DoubleDouble[length];
        var bounds = new double[length];
        Array.Fill(bounds, double.PositiveInfinity);
        var largest = length == 0 ? 0 : point[p].Max(Math.Abs);
        var count = Math.Min(length, MostElements);
        for (var n = 0; n < count; n++)
        {
            var i = (int)((long)n * length / count);
            var scale = Math.Max(Math.Abs(point[p][i]), largest > 0 ? largest / 8 : 1);
            var (slope, error) = Slope(function, point, ref point[p][i], scale / 4);
            values[i] = DoubleDouble.FromDouble(slope);
            // Two gradients may differ by twice the bound; only one of them is uncertain here.
            bounds[i] = double.IsNaN(error) ? double.PositiveInfinity : error / 2;
        }
        return new JudgedTensor($"d{argument.Name}", argument.Rows, argument.Columns, values, bounds);
    }

    private static (double Slope, double Error) Slope(
        Func<double[][], double> function,
        double[][] point,
        ref double element,
        double widest
    )
    {
        var origin = element;
        var differences = new double[Steps + 1];
        var size = 0.0;
        for (var s = 0; s <= Steps; s++)
        {
            // The step that the sum really makes.
            var (up, down) = (origin + Math.ScaleB(widest, -s), origin - Math.ScaleB(widest, -s));
            element = up;
            var above = function(point);
            element = down;
            var below = function(point);
            differences[s] = (above - below) / (up - down); // (A.11)
            size = Math.Max(size, Math.Max(Math.Abs(above), Math.Abs(below)));
        }
        element = origin;
        var extrapolated = new double[Steps];
        for (var s = 0; s < Steps; s++)
            extrapolated[s] = (4 * differences[s + 1] - differences[s]) / 3;
        var (best, least) = (0.0, double.PositiveInfinity);
        for (var s = 1; s < Steps - 1; s++)
        {
            var spread = Math.Max(
                Math.Abs(extrapolated[s] - extrapolated[s - 1]),
                Math.Abs(extrapolated[s] - extrapolated[s + 1])
            );
            var rounding = 3 * Binary64.UnitRoundoff * size / Math.ScaleB(widest, -s - 1);
            var error = Safety * (spread + Binary64.UnitRoundoff * Math.Abs(extrapolated[s])) + rounding;
            if (error < least)
                (best, least) = (extrapolated[s], error);
        }
        return (best, least);
    }
}
