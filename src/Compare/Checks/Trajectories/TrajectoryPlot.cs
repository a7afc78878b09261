using System.Globalization;
using Compare.Reports;
using Compare.Sides;

namespace Compare.Checks.Trajectories;

/// <summary>The figure of a free run: the losses of both sides, and below them their distance with its bound and the shadows.</summary>
internal static class TrajectoryPlot
{
    private const int MostPoints = 100;

    /// <summary>Makes the figure's data.</summary>
    /// <param name="run">The training run.</param>
    /// <param name="trajectory">What was measured.</param>
    /// <param name="first">Name of the first side.</param>
    /// <param name="second">Name of the second side.</param>
    /// <returns>The figure.</returns>
    public static PanelFigure Of(TrainingProblem run, Trajectory trajectory, string first, string second)
    {
        var kept = Kept(trajectory.Points.Count);
        var x = kept.Select(i => (double)trajectory.Points[i].Update).ToList();
        LineSeries Series(string name, Func<int, double> y) => new(name, x, [.. kept.Select(y)]);
        double Relative(double distance, int i) => distance / trajectory.Points[i].Norm;

        var distances = new List<LineSeries>
        {
            Series("distance", i => Relative(trajectory.Points[i].Distance, i)),
            Series("bound", i => Relative(trajectory.Points[i].Bound, i)),
            Series("reach of the shadows", i => Relative(trajectory.Reach[i], i)),
        };
        var losses = new List<LineSeries>
        {
            Series(first, i => trajectory.Points[i].FirstLoss),
            Series(second, i => trajectory.Points[i].SecondLoss),
        };
        if (double.IsFinite(trajectory.Points[0].FirstError))
        {
            losses.Add(Series("judge", i => trajectory.Points[i].JudgeLoss));
            distances.Add(Series($"{first} from the judge", i => Relative(trajectory.Points[i].FirstError, i)));
            distances.Add(Series($"{second} from the judge", i => Relative(trajectory.Points[i].SecondError, i)));
        }
        var horizon = trajectory.Horizon is { } update
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" From update {update} on shadows are farther apart than the bound."
            )
            : " The shadows stay within the bound.";
        return new PanelFigure(
            $"figure/trajectories/{run.Id}",
            run.Words,
            "Above, the loss of each batch on both sides. Below, how far their parameters are apart, relative to the parameters' norm, "
                + $"with the bound of runs whose updates amplify nothing and how far runs that differ in the last bits drift apart.{horizon}",
            "update",
            [
                new LinePanel("loss", LogarithmicY: true, losses),
                new LinePanel("relative distance", LogarithmicY: true, distances),
            ],
            trajectory.Horizon is { } at ? [new FigureMarker(at, "horizon")] : []
        );
    }

    /// <summary>All updates, or as many as a figure can show, evenly spread from the first to the last.</summary>
    private static List<int> Kept(int count)
    {
        if (count <= MostPoints)
            return [.. Enumerable.Range(0, count)];
        var step = (double)(count - 1) / (MostPoints - 1);
        return [.. Enumerable.Range(0, MostPoints).Select(i => (int)Math.Round(i * step)).Distinct()];
    }
}
