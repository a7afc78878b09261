using Compare.Reference.Optimizers.Schedules;
using Compare.Results;

namespace Compare.Faults.Rules;

/// <summary>Finds the schedule that some step sizes follow.</summary>
/// <param name="sizes">The step size of each update.</param>
/// <param name="uncertainties">How far each may be off.</param>
internal sealed class ScheduleNames(IReadOnlyList<double> sizes, IReadOnlyList<double> uncertainties)
{
    /// <summary>Of the updates, this share may begin a piece of its own.</summary>
    private const int UpdatesOfPiece = 4;

    private const int MostPieces = 8;
    private const int FewestUpdatesOfPiece = 3;

    /// <summary>Digits of a factor that somebody chose.</summary>
    private const int DigitsOfRound = 3;

    private const int MostDigits = 6;

    /// <summary>What is this many times longer than what was recorded looks like something else.</summary>
    private const int Longest = 50;

    private static readonly double[] UsualLeast = [0, 0.1, 0.01, 1e-3];

    /// <summary>Searches.</summary>
    /// <returns>The step size that the schedule multiplies and the schedule, the simpler ones first; empty where none fits.</returns>
    public IEnumerable<(double StepSize, Schedule Schedule)> Find() =>
        from found in From(0).Concat(WarmUps()).Concat(OneCycles())
        where found.Schedule is not null
        orderby Complexity(found.Schedule)
        select (found.StepSize, found.Schedule);

    /// <summary>How many numbers a schedule has, each of which could have been another one.</summary>
    private static int Complexity(Schedule? schedule) =>
        schedule switch
        {
            null => 0,
            ExponentialSchedule => 1,
            PiecewiseSchedule piecewise => 2 * piecewise.Pieces.Count,
            WarmupSchedule warmUp => 2 + Complexity(warmUp.Then),
            _ => 2,
        };

    /// <summary>Schedules that begin with an update, without a warm-up.</summary>
    private IEnumerable<(double StepSize, Schedule? Schedule)> From(int first)
    {
        var count = sizes.Count - first;
        if (count < 2 || !(sizes[first] > 0))
            yield break;
        var start = sizes[first];
        foreach (var piecewise in Pieces(first))
            yield return piecewise;
        // The ratio that all neighbours have.
        var multiplier = Rounded(
            Math.Pow(sizes[^1] / start, 1.0 / (count - 1)),
            rho => Fits(first, start, new ExponentialSchedule(rho))
        );
        if (multiplier is { } found && found != 1)
            yield return (start, new ExponentialSchedule(found));
        foreach (var least in UsualLeast)
        {
            // cos(pi n / N) at the last update tells N.
            var cosine = 2 * (sizes[^1] / start - least) / (1 - least) - 1;
            if (cosine is > -1 and < 1)
            {
                var updates = (long)Math.Round(Math.PI * (count - 1) / Math.Acos(cosine));
                if (
                    updates >= 1
                    && updates <= (long)Longest * count
                    && Fits(first, start, new CosineSchedule(updates, least))
                )
                    yield return (start, new CosineSchedule(updates, least));
            }
        }
        var slope = (sizes[^1] / start - 1) / (count - 1);
        if (slope < 0)
        {
            // To nothing, as it most often is.
            var updates = (long)Math.Round(-1 / slope);
            if (
                updates >= count - 1
                && updates <= (long)Longest * count
                && Fits(first, start, new LinearSchedule(updates, 1, 0))
            )
                yield return (start, new LinearSchedule(updates, 1, 0));
        }
    }

    private IEnumerable<(double StepSize, Schedule? Schedule)> Pieces(int first)
    {
        List<(int From, double Size)> pieces = [(first, sizes[first])];
        for (var t = first + 1; t < sizes.Count; t++)
            if (!(Math.Abs(sizes[t] - pieces[^1].Size) <= uncertainties[t] + uncertainties[pieces[^1].From]))
                pieces.Add((t, sizes[t]));
        var start = pieces[0].Size;
        // Steps in a rhythm may be many, others may not.
        if (
            pieces.Count > 2
            && pieces[1].From - first >= FewestUpdatesOfPiece
            && RatioTo(pieces[1]) is { } rho
            && new StepSchedule(pieces[1].From - first, rho) is var step
            && Fits(first, start, step)
        )
            yield return (start, step);
        if (pieces.Count > Math.Min(MostPieces, (sizes.Count - first) / UpdatesOfPiece + 1))
            yield break;
        // A step size that leaves for an update or two and comes back is no schedule but a slip.
        var lengths = pieces.Zip(pieces.Skip(1), (piece, next) => next.From - piece.From);
        if (lengths.Any(length => length < FewestUpdatesOfPiece))
            yield break;
        if (pieces.Count == 1)
        {
            if (first > 0)
                yield return (start, null);
            yield break;
        }
        var ratios = pieces.Skip(1).Select(piece => RatioTo(piece) ?? double.NaN).ToList();
        // People choose round factors; any other is no schedule that is known.
        if (ratios.Exists(double.IsNaN))
            yield break;
        var piecewise = new PiecewiseSchedule(
            pieces.Skip(1).Select((piece, i) => ((long)(piece.From - first), ratios[i]))
        );
        if (Fits(first, start, piecewise))
            yield return (start, piecewise);

        double? RatioTo((int From, double Size) piece) =>
            Rounded(
                piece.Size / start,
                ratio =>
                    Math.Abs(ratio * start - piece.Size) <= uncertainties[piece.From] + ratio * uncertainties[first],
                DigitsOfRound
            );
    }

    /// <summary>A line up to some update, and any schedule from there.</summary>
    private IEnumerable<(double StepSize, Schedule? Schedule)> WarmUps()
    {
        for (var updates = 1; updates < sizes.Count - 1; updates++)
        {
            if (!(sizes[updates] > sizes[updates - 1]))
                yield break;
            foreach (var (size, then) in From(updates))
            foreach (var start in Starts(sizes[0] / size, updates))
            {
                var warmUp = new WarmupSchedule(updates, start, then);
                if (Fits(0, size, warmUp))
                    yield return (size, warmUp);
            }
        }
    }

    /// <summary>First factors of a warm-up: (n + 1) / (N + 1), from nothing, and the measured one to a few digits and to all.</summary>
    private static IEnumerable<double> Starts(double measured, int updates) =>
        new[]
        {
            1.0 / (updates + 1),
            0,
            Numbers.Rounded(measured, 1),
            Numbers.Rounded(measured, 2),
            Numbers.Rounded(measured, 3),
            measured,
        }
            .Where(start => start >= 0 && double.IsFinite(start))
            .Distinct();

    private IEnumerable<(double StepSize, Schedule? Schedule)> OneCycles()
    {
        var top = Enumerable.Range(0, sizes.Count).MaxBy(t => sizes[t]);
        // The greatest step size lies at update p N, and all of the cycle has to be there to tell N.
        if (top == 0 || top == sizes.Count - 1)
            yield break;
        foreach (var share in new[] { 0.3, 0.2, 0.25, 0.1, 0.4, 0.5 })
        {
            var cycle = new OneCycleSchedule(sizes.Count, share);
            var factor = cycle.Factor(top);
            if (Fits(0, sizes[top] / factor, cycle))
                yield return (sizes[top] / factor, cycle);
        }
    }

    private bool Fits(int first, double size, Schedule schedule)
    {
        for (var t = first; t < sizes.Count; t++)
            if (!(Math.Abs(size * schedule.Factor(t - first) - sizes[t]) <= uncertainties[t] + uncertainties[first]))
                return false;
        return true;
    }

    /// <summary>A number to as few digits as fit; null if none do.</summary>
    private static double? Rounded(double value, Func<double, bool> fits, int most = MostDigits)
    {
        if (!double.IsFinite(value) || value < 0)
            return null;
        for (var digits = 1; digits <= most; digits++)
        {
            var rounded = Numbers.Rounded(value, digits);
            if (fits(rounded))
                return rounded;
        }
        return most == MostDigits && fits(value) ? value : null;
    }
}
