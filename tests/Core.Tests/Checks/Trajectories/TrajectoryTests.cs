using Compare.Checks.Trajectories;
using Compare.Results;

namespace Compare.Tests.Checks.Trajectories;

public sealed class TrajectoryTests
{
    [Fact]
    public void Horizon_ShadowsWithinTheBound_IsNull()
    {
        var trajectory = new Trajectory(
            [.. Enumerable.Range(1, 50).Select(t => Point(t, spread: 0.9e-12, bound: 1e-12))],
            start: 0
        );

        Assert.Null(trajectory.Horizon);
        Assert.Null(trajectory.Growth);
    }

    [Fact]
    public void Horizon_ShadowsLeaveTheBound_IsTheFirstUpdateOutside()
    {
        var trajectory = new Trajectory(
            [.. Enumerable.Range(1, 50).Select(t => Point(t, spread: t < 20 ? 1e-13 : 2e-12, bound: 1e-12))],
            start: 0
        );

        Assert.Equal(20, trajectory.Horizon);
    }

    /// <summary>Shadows start apart; that alone is no reason to expect disagreement.</summary>
    [Fact]
    public void Horizon_ShadowsStillWhereTheyStarted_IsNull()
    {
        var trajectory = new Trajectory([Point(1, spread: 1.5e-16, bound: 1e-16)], start: 1e-16);

        Assert.Null(trajectory.Horizon);
    }

    /// <summary>A bound as large as the way that the parameters have come would let anything pass.</summary>
    [Fact]
    public void Horizon_BoundLargerThanTheWay_IsReached()
    {
        var trajectory = new Trajectory(
            [Point(1, spread: 1e-13, bound: 1e-12), Point(2, spread: 1e-13, bound: 5)],
            start: 0
        );

        Assert.Equal(2, trajectory.Horizon);
    }

    [Fact]
    public void Growth_ExponentialSpread_IsItsFactor()
    {
        var trajectory = new Trajectory(
            [
                .. Enumerable
                    .Range(1, 200)
                    .Select(t => Point(t, spread: Math.Min(1, 1e-14 * Math.Pow(1.25, t)), bound: 1e-13)),
            ],
            start: 0
        );

        Assert.Equal(11, trajectory.Horizon); // 1.25^10 < 10 < 1.25^11
        Assert.Equal(1.25, trajectory.Growth!.Value, tolerance: 1e-9);
    }

    [Fact]
    public void Reach_NeverShrinksAndIsWidenedByTheRange()
    {
        var trajectory = new Trajectory(
            [
                Point(1, spread: 3, bound: 1) with
                {
                    ShadowDistances = [1, 2, 3],
                },
                Point(2, spread: 1, bound: 1) with
                {
                    ShadowDistances = [1, 1, 1],
                },
            ],
            start: 0
        );

        Assert.Equal([5.0, 5.0], trajectory.Reach);
    }

    [Fact]
    public void Of_Statuses_JoinsNeighbours()
    {
        var stretches = Stretch.Of([Status.Agrees, Status.Rounding, Status.Rounding, Status.Chaos, Status.Rounding]);

        Assert.Equal(
            ["agrees 1", "rounding 2-3", "chaos 4", "rounding 5"],
            stretches.Select(stretch => stretch.ToString())
        );
    }

    private static TrajectoryPoint Point(int update, double spread, double bound) =>
        new()
        {
            Update = update,
            FirstLoss = 1,
            SecondLoss = 1,
            JudgeLoss = double.NaN,
            ShadowLosses = [1],
            LossBound = 1,
            Distance = 0,
            FirstError = double.NaN,
            SecondError = double.NaN,
            Bound = bound,
            ShadowDistances = [spread],
            Norm = 1,
            Travelled = 1,
            FirstIsFinite = true,
            SecondIsFinite = true,
        };
}
