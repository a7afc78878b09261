using Compare.Reference.Numerics;

namespace Compare.Oracles.Functions;

/// <summary>The slope of a function of one variable at zero, from its values alone.</summary>
/// <remarks>
/// Central differences D(h) (A.11) at halved steps, each pair extrapolated as R = (4 D(h/2) - D(h)) / 3. Going down, truncation
/// falls until the errors of the values take over; the step is taken at which R differs least from its two neighbours (Ridders 1982). The
/// error is four times that difference and what the errors of the values do to R: an estimate, not a theorem. Where the slopes to both
/// sides differ, whatever the step, there is a kink, and every value between them is a derivative. Where many wider steps agree on another
/// slope than the small ones, the function may be in pieces that are smooth by themselves (solved by iteration, interpolated, or bent
/// nearby), and nobody can tell which slope is meant: every value between the two passes.
/// </remarks>
/// <param name="Value">The slope.</param>
/// <param name="Error">How far the slope may be from it; infinite where nothing can be told.</param>
/// <param name="Form">What was seen beside a slope.</param>
internal readonly record struct NumericalSlope(double Value, double Error, SlopeForm Form)
{
    private const int Steps = 40;
    private const double Safety = 4;

    /// <summary>Errors of the values below this share of the slopes still tell something.</summary>
    private const double Telling = 0.1;

    /// <summary>Wider steps in a row that agree on a slope do so by no accident, and how closely they must agree.</summary>
    private const int InARow = 5;
    private const double Agreeing = 1e-2;

    /// <summary>The function's value at a distance from zero, and the distance that was really gone.</summary>
    /// <param name="distance">The distance that is asked for.</param>
    /// <returns>Both.</returns>
    public delegate (double Value, double Distance) Function(double distance);

    /// <summary>Differentiates.</summary>
    /// <param name="function">The function.</param>
    /// <param name="widest">The widest step.</param>
    /// <param name="center">The function's value at zero.</param>
    /// <param name="noise">The error of the values.</param>
    /// <param name="argument">The size of the variable where it is zero here: rounding it moves the value by its slope.</param>
    /// <returns>The slope.</returns>
    public static NumericalSlope Of(Function function, double widest, double center, double noise, double argument = 0)
    {
        var (differences, jumps, sizes) = (new double[Steps + 1], new double[Steps + 1], new double[Steps + 1]);
        var (extrapolated, errors) = (new double[Steps + 1], new double[Steps + 1]);
        Array.Fill(errors, double.PositiveInfinity);
        var largest = 0.0;
        for (var s = 0; s <= Steps; s++)
        {
            var ((above, up), (below, down)) = (function(Math.ScaleB(widest, -s)), function(-Math.ScaleB(widest, -s)));
            if (up == 0 || down == 0)
                break;
            differences[s] = (above - below) / (up - down); // (A.11)
            jumps[s] = (above - center) / up - (below - center) / down;
            sizes[s] =
                Math.Max(noise, Binary64.UnitRoundoff * Math.Max(Math.Abs(above), Math.Abs(below)))
                + Binary64.UnitRoundoff * argument * Math.Abs(differences[s]);
            // With this step the one before the last has both its neighbours.
            if (s >= 3)
                (extrapolated[s - 2], errors[s - 2]) = Estimate(differences, sizes, s - 2, widest);
            largest = Math.Max(largest, Math.Abs(differences[s]));
            // Smaller steps only show the errors of the values.
            if (Rounding(sizes[s], widest, s) > Telling * largest && Rounding(sizes[s], widest, s) > errors.Min())
                break;
        }
        var at = Chosen(extrapolated, errors);
        if (at < 0)
            return new(0, double.PositiveInfinity, SlopeForm.Smooth);
        // Slopes to both sides that differ as much at a quarter of the step are no curvature.
        var (here, finer) = (jumps[at], jumps[at + 2]);
        var certain = 4 * Rounding(sizes[at], widest, at + 2);
        var isKink =
            Math.Abs(here) > certain && Math.Abs(finer) > certain && Math.Abs(finer - here) <= 0.25 * Math.Abs(here);
        if (isKink)
            return new(differences[at], Math.Abs(here) / 2 + errors[at] + certain, SlopeForm.Kink);
        if (Farther(extrapolated, errors, at) is not { } farther)
            return new(extrapolated[at], errors[at], SlopeForm.Smooth);
        var (near, far) = (extrapolated[at], extrapolated[farther]);
        return new((near + far) / 2, Math.Abs(near - far) / 2 + errors[at] + errors[farther], SlopeForm.Twofold);
    }

    /// <summary>A wider step that agrees with its neighbours on another slope than the one that was chosen.</summary>
    /// <returns>Its number; null if there is none.</returns>
    private static int? Farther(double[] extrapolated, double[] errors, int chosen)
    {
        var row = 0;
        int? best = null;
        for (var s = 1; s < chosen; s++)
        {
            var (here, next) = (extrapolated[s], extrapolated[s + 1]);
            row = double.IsFinite(errors[s]) && Math.Abs(here - next) <= Agreeing * Math.Abs(here) ? row + 1 : 0;
            if (
                row >= InARow
                && Math.Abs(here - extrapolated[chosen]) > 2 * (errors[s] + errors[chosen])
                && !(best is { } known && errors[known] <= errors[s])
            )
                best = s;
        }
        return best;
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
