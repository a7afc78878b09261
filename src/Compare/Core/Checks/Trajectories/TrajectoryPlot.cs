using Compare.Problems;
using Compare.Results;

namespace Compare.Checks.Trajectories;

/// <summary>The figure of a free run: the losses of both sides, and below them the differences with their bounds and the shadows.</summary>
internal static class TrajectoryPlot
{
    private const int MostPoints = 60;

    /// <summary>Makes the figure's data.</summary>
    /// <param name="run">The training run.</param>
    /// <param name="trajectory">What was measured.</param>
    /// <param name="first">Name of the first side.</param>
    /// <param name="second">Name of the second side.</param>
    /// <returns>The figure.</returns>
    public static PanelFigure Of(TrainingProblem run, Trajectory trajectory, string first, string second)
    {
        var kept = Kept(trajectory.Points);
        var x = kept.Select(i => (double)trajectory.Points[i].Update).ToList();
        LineSeries Series(string name, Func<int, double> y) => new(name, x, [.. kept.Select(y)]);
        double Relative(double distance, int i) => distance / trajectory.Points[i].Norm;

        LineSeries Shadows(Func<int, double> least, Func<int, double> most) =>
            Series("shadows", most) with
            {
                Low = [.. kept.Select(least)],
            };

        var losses = new List<LineSeries>
        {
            Series(first, i => trajectory.Points[i].FirstLoss),
            Series(second, i => trajectory.Points[i].SecondLoss),
        };
        var lossDifferences = new List<LineSeries>
        {
            Series("difference", i => Math.Abs(trajectory.Points[i].FirstLoss - trajectory.Points[i].SecondLoss)),
            Series("bound", i => trajectory.Points[i].LossBound),
            Shadows(
                i => trajectory.Points[i].ShadowLosses.Min(loss => Math.Abs(loss - trajectory.Points[i].FirstLoss)),
                i => trajectory.LossReach[i]
            ),
        };
        var distances = new List<LineSeries>
        {
            Series("difference", i => Relative(trajectory.Points[i].Distance, i)),
            Series("bound", i => Relative(trajectory.Points[i].Bound, i)),
            Shadows(
                i => Relative(trajectory.Points[i].ShadowDistances.Min(), i),
                i => Relative(trajectory.Reach[i], i)
            ),
        };
        if (double.IsFinite(trajectory.Points[0].FirstError))
        {
            losses.Add(Series("judge", i => trajectory.Points[i].JudgeLoss));
            distances.Add(Series($"{first} from the judge", i => Relative(trajectory.Points[i].FirstError, i)));
            distances.Add(Series($"{second} from the judge", i => Relative(trajectory.Points[i].SecondError, i)));
        }
        return new PanelFigure(
            $"figure/trajectories/{run.Id}",
            run.Words,
            "Above, the loss of each batch on both sides; below it the difference of the two losses; at the bottom how far the parameters "
                + "are apart, relative to their norm. The bound is that of runs whose updates amplify nothing; the band is how far runs of "
                + $"one program that differ in the last bits drift apart.{Sentences(trajectory)}",
            "update",
            [
                new LinePanel("loss", LogarithmicY: true, losses),
                new LinePanel("difference of the losses", LogarithmicY: true, lossDifferences),
                new LinePanel("relative distance", LogarithmicY: true, distances),
            ],
            [.. Markers(trajectory)]
        );
    }

    private static string Sentences(Trajectory trajectory) =>
        (
            trajectory.Horizon is { } horizon
                ? FormattableString.Invariant($" From update {horizon} on shadows are farther apart than the bound.")
                : " The shadows stay within the bound."
        )
        + (
            Departure(trajectory) is { } departure
                ? FormattableString.Invariant($" The sides leave the bound at update {departure}.")
                : " The sides stay within the bound."
        );

    private static IEnumerable<FigureMarker> Markers(Trajectory trajectory)
    {
        var (horizon, departure) = (trajectory.Horizon, Departure(trajectory));
        if (horizon is { } both && horizon == departure)
        {
            yield return new FigureMarker(both, "horizon and first departure");
            yield break;
        }
        if (horizon is { } drift)
            yield return new FigureMarker(drift, "horizon");
        if (departure is { } apart)
            yield return new FigureMarker(apart, "first departure");
    }

    /// <summary>The first update after which the sides' parameters are farther apart than the bound.</summary>
    private static int? Departure(Trajectory trajectory) =>
        trajectory
            .Points.FirstOrDefault(point =>
                !(point.Distance <= point.Bound) && (point.FirstIsFinite || point.SecondIsFinite)
            )
            ?.Update;

    /// <summary>
    /// All updates, or as many as a figure can show: the first, the last, and of each of the equal stretches between them the update at
    /// which the sides are farthest apart, so that thinning takes away no peak.
    /// </summary>
    private static List<int> Kept(IReadOnlyList<TrajectoryPoint> points)
    {
        if (points.Count <= MostPoints)
            return [.. Enumerable.Range(0, points.Count)];
        var inner = Enumerable.Range(1, points.Count - 2).GroupBy(i => (i - 1) * (MostPoints - 2) / (points.Count - 2));
        return [0, .. inner.Select(stretch => stretch.MaxBy(i => points[i].Distance)), points.Count - 1];
    }
}
