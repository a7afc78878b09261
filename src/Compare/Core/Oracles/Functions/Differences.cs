using System.Globalization;
using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of finite differences in double, where nothing but the function's values is known.</summary>
/// <remarks>
/// Central differences D(h) (A.11) at halved steps, each pair extrapolated as R = (4 D(h/2) - D(h)) / 3. Going down, truncation
/// falls until the errors of the values take over, whose size is measured first (<see cref="Granularity"/>); the step is taken at which R
/// differs least from its two neighbours (Ridders 1982). The bound is four times that difference and what the errors of the values do to R:
/// an estimate, not a theorem. Where the slopes to both sides differ, whatever the step, there is a kink, and every value between them
/// is a derivative.
/// </remarks>
internal static class Differences
{
    private const int Steps = 40;
    private const double Safety = 4;

    /// <summary>The largest error of a value in standard deviations of its noise.</summary>
    private const double Deviations = 3;

    /// <summary>Errors of the values below this share of the slopes still tell something.</summary>
    private const double Telling = 0.1;

    /// <summary>Most elements of an argument that are moved one by one; more are sampled evenly.</summary>
    private const int MostElements = 400;

    /// <summary>Differentiates numerically.</summary>
    /// <param name="function">The function; must not change its argument.</param>
    /// <param name="arguments">Where.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(Func<double[][], double> function, IReadOnlyList<NamedArray> arguments)
    {
        double[][] point = [.. arguments.Select(argument => (double[])argument.Values.Clone())];
        var granularity = Granularity.Of(function, point);
        var origin = function([.. point.Select(values => (double[])values.Clone())]);
        var noise = Math.Max(Deviations * granularity.Noise, Binary64.UnitRoundoff * Math.Abs(origin));
        var kinks = 0;
        var tensors = new List<JudgedTensor>();
        for (var p = 0; p < arguments.Count; p++)
            tensors.Add(By(function, point, p, arguments[p], origin, noise, ref kinks));
        List<string> notes = ["the bound is estimated from neighbouring steps"];
        if (arguments.Any(argument => argument.Values.Length > MostElements))
            notes.Add(
                FormattableString.Invariant(
                    $"of an argument with more than {MostElements} elements, that many are compared"
                )
            );
        if (granularity.Noise > Coarse * Math.Abs(origin) && origin != 0)
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the function carries about {Math.Max(0, -Math.Log10(granularity.Noise / Math.Abs(origin))):0} digits"
                )
            );
        if (kinks > 0)
            notes.Add(
                FormattableString.Invariant(
                    $"{kinks} elements are at a kink, where any slope between those to both sides is a derivative"
                )
            );
        return new Vote("finite differences", tensors, Basis.Estimated, string.Join("; ", notes))
        {
            Doubt = granularity.IsRandom
                ? "the function gives two values at one point; fix its random numbers, and it can be differentiated"
                : null,
        };
    }

    /// <summary>Noise of a value, relative to it, from which on the number of its digits is worth a word.</summary>
    private const double Coarse = 1e-13;

    private static JudgedTensor By(
        Func<double[][], double> function,
        double[][] point,
        int p,
        NamedArray argument,
        double center,
        double noise,
        ref int kinks
    )
    {
        var length = point[p].Length;
        var values = new DoubleDouble[length];
        var bounds = new double[length];
        Array.Fill(bounds, double.PositiveInfinity);
        // An element of zero takes the scale of its neighbours, as far as they are of everyday size.
        var usual = point[p].Where(x => x != 0).Select(Math.Abs).Append(1).Min();
        var count = Math.Min(length, MostElements);
        for (var n = 0; n < count; n++)
        {
            var i = (int)((long)n * length / count);
            var scale = point[p][i] == 0 ? usual : Math.Abs(point[p][i]);
            var (slope, error, isKink) = Slope(function, point, ref point[p][i], scale / 4, center, noise);
            kinks += isKink ? 1 : 0;
            values[i] = DoubleDouble.FromDouble(slope);
            // Two gradients may differ by twice the bound; only one of them is uncertain here.
            bounds[i] = double.IsFinite(error) && double.IsFinite(slope) ? error / 2 : double.PositiveInfinity;
        }
        return new JudgedTensor($"d{argument.Name}", argument.Rows, argument.Columns, values, bounds);
    }

    private static (double Slope, double Error, bool IsKink) Slope(
        Func<double[][], double> function,
        double[][] point,
        ref double element,
        double widest,
        double center,
        double noise
    )
    {
        var origin = element;
        var (differences, jumps, sizes) = (new double[Steps + 1], new double[Steps + 1], new double[Steps + 1]);
        var (extrapolated, errors) = (new double[Steps + 1], new double[Steps + 1]);
        Array.Fill(errors, double.PositiveInfinity);
        var largest = 0.0;
        for (var s = 0; s <= Steps; s++)
        {
            // The step that the sum really makes.
            var (up, down) = (origin + Math.ScaleB(widest, -s), origin - Math.ScaleB(widest, -s));
            if (up == origin || down == origin)
                break;
            element = up;
            var above = function(point);
            element = down;
            var below = function(point);
            differences[s] = (above - below) / (up - down); // (A.11)
            jumps[s] = (above - center) / (up - origin) - (center - below) / (origin - down);
            sizes[s] = Math.Max(noise, Binary64.UnitRoundoff * Math.Max(Math.Abs(above), Math.Abs(below)));
            // With this step the one before the last has both its neighbours.
            if (s >= 3)
                (extrapolated[s - 2], errors[s - 2]) = Estimate(differences, sizes, s - 2, widest);
            largest = Math.Max(largest, Math.Abs(differences[s]));
            // Smaller steps only show the errors of the values.
            if (Rounding(sizes[s], widest, s) > Telling * largest && Rounding(sizes[s], widest, s) > errors.Min())
                break;
        }
        element = origin;
        var at = Chosen(extrapolated, errors);
        if (at < 0)
            return (0, double.PositiveInfinity, false);
        var (best, least) = (extrapolated[at], errors[at]);
        // Slopes to both sides that differ as much at a quarter of the step are no curvature.
        var (here, finer) = (jumps[at], jumps[at + 2]);
        var certain = 4 * Rounding(sizes[at], widest, at + 2);
        var isKink =
            Math.Abs(here) > certain && Math.Abs(finer) > certain && Math.Abs(finer - here) <= 0.25 * Math.Abs(here);
        return isKink ? (differences[at], Math.Abs(here) / 2 + least + certain, true) : (best, least, false);
    }

    private static (double R, double Error) Estimate(double[] differences, double[] sizes, int s, double widest)
    {
        double At(int step) => (4 * differences[step + 1] - differences[step]) / 3;
        var r = At(s);
        var spread = Math.Max(Math.Abs(r - At(s - 1)), Math.Abs(r - At(s + 1)));
        return (r, Safety * (spread + Binary64.UnitRoundoff * Math.Abs(r)) + Rounding(sizes[s], widest, s + 1));
    }

    /// <summary>
    /// The step with the least error that no smaller step contradicts: steps much wider than a wave of the function may agree with each other
    /// by accident.
    /// </summary>
    /// <returns>Its number; -1 if there is none.</returns>
    private static int Chosen(double[] extrapolated, double[] errors)
    {
        foreach (var s in Enumerable.Range(0, errors.Length).OrderBy(s => errors[s]))
        {
            if (!double.IsFinite(errors[s]))
                break;
            var isContradicted = false;
            for (var finer = s + 1; finer < errors.Length && !isContradicted; finer++)
                isContradicted = Math.Abs(extrapolated[finer] - extrapolated[s]) > errors[s] + errors[finer];
            if (!isContradicted)
                return s;
        }
        return -1;
    }

    /// <summary>What errors of the values do to R of a step and the one after.</summary>
    private static double Rounding(double size, double widest, int s) => 3 * size / Math.ScaleB(widest, -s);
}
