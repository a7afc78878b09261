using Compare.Checks.Trajectories;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Trajectories;

public sealed class TrajectoryPlotTests
{
    private const double Bound = 1e-12;

    [Fact]
    public void Of_Run_HasLossesTheirDifferenceAndTheDistanceEachWithBoundAndBand()
    {
        var figure = Plot(updates: 30, distance: _ => 1e-14, spread: _ => 1e-13);

        Assert.Equal(
            ["loss", "difference of the losses", "relative distance"],
            figure.Panels.Select(panel => panel.YTitle)
        );
        Assert.Equal(["a", "b"], figure.Panels[0].Series.Select(series => series.Name));
        Assert.All(
            figure.Panels.Skip(1),
            panel =>
            {
                Assert.Equal(["difference", "bound", "shadows"], panel.Series.Select(series => series.Name));
                var band = panel.Series[2];
                Assert.All(band.Low!.Zip(band.Y), edges => Assert.True(edges.First <= edges.Second));
            }
        );
        Assert.All(figure.Panels[1].Series[0].Y, difference => Assert.Equal(0.25, difference));
        Assert.Empty(figure.Markers);
        Assert.EndsWith("The sides stay within the bound.", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SidesAndShadowsLeaveTheBound_MarksBoth()
    {
        var figure = Plot(
            updates: 30,
            distance: t => t < 17 ? Bound : 2 * Bound,
            spread: t => t < 12 ? Bound : 3 * Bound
        );

        Assert.Equal([(12, "horizon"), (17, "first departure")], figure.Markers.Select(m => ((int)m.X, m.Label)));
        Assert.Contains("leave the bound at update 17.", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_BothAtOnce_MarksThemOnce()
    {
        var figure = Plot(updates: 9, distance: _ => 2 * Bound, spread: _ => 2 * Bound);

        Assert.Equal((1, "horizon and first departure"), figure.Markers.Select(m => ((int)m.X, m.Label)).Single());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(1000)]
    public void Of_LongRun_KeepsFirstLastAndThePeak(int updates)
    {
        var peak = updates * 3 / 5;

        var figure = Plot(updates, distance: t => t == peak ? 5e-13 : 1e-14, spread: _ => 1e-13);

        var curve = figure.Panels[2].Series[0];
        Assert.InRange(curve.X.Count, Math.Min(updates, 60), 60);
        Assert.Equal((1, updates), (curve.X[0], curve.X[^1]));
        Assert.Contains(peak, curve.X.Select(x => (int)x));
        Assert.Equal(curve.X.Order().Distinct(), curve.X);
    }

    private static PanelFigure Plot(int updates, Func<int, double> distance, Func<int, double> spread) =>
        TrajectoryPlot.Of(
            SmallRuns.Autoencoder(Sgd.Homework, updates: 1),
            new Trajectory(
                [
                    .. Enumerable
                        .Range(1, updates)
                        .Select(t => new TrajectoryPoint
                        {
                            Update = t,
                            FirstLoss = 2,
                            SecondLoss = 2.25,
                            JudgeLoss = double.NaN,
                            ShadowLosses = [2.125, 2.5],
                            LossBound = 0.5,
                            Distance = distance(t),
                            FirstError = double.NaN,
                            SecondError = double.NaN,
                            Bound = Bound,
                            ShadowDistances = [spread(t) / 2, spread(t)],
                            Norm = 1,
                            Travelled = 1,
                            FirstIsFinite = true,
                            SecondIsFinite = true,
                        }),
                ],
                start: 0
            ),
            "a",
            "b"
        );
}
