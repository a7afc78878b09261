using Compare.Faults.Updates;

namespace Compare.Tests.Faults.Updates;

public sealed class LeastSquaresTests
{
    /// <summary>A straight line through points that are off it: the normal equations by hand give 1.4 and 0.9.</summary>
    [Fact]
    public void Minimise_LinearProblem_FindsTheSolutionOfTheNormalEquations()
    {
        double[] x = [0, 1, 2, 3],
            y = [1.5, 2, 3.5, 4];

        var (point, sum) = LeastSquares.Minimise(
            p => [.. x.Zip(y, (a, b) => p[0] + p[1] * a - b)],
            [10, -10],
            [1e-4, 1e-4],
            (_, value) => value
        );

        Assert.Equal(1.4, point[0], 1e-7);
        Assert.Equal(0.9, point[1], 1e-7);
        Assert.Equal(0.2, sum, 1e-9);
    }

    /// <summary>Rosenbrock's valley, whose minimum lies at the end of a bend.</summary>
    [Fact]
    public void Minimise_Rosenbrock_FollowsTheValley()
    {
        var (point, sum) = LeastSquares.Minimise(
            p => [10 * (p[1] - p[0] * p[0]), 1 - p[0]],
            [-1.2, 1],
            [1e-5, 1e-5],
            (_, value) => value
        );

        Assert.Equal(1, point[0], 1e-6);
        Assert.Equal(1, point[1], 1e-6);
        Assert.InRange(sum, 0, 1e-12);
    }

    [Fact]
    public void Minimise_MinimumOutsideTheRange_StopsAtItsEnd()
    {
        var (point, _) = LeastSquares.Minimise(p => [p[0] - 5], [0], [1e-4], (_, value) => Math.Min(value, 2));

        Assert.Equal(2, point[0]);
    }

    [Fact]
    public void Minimise_NoValueAtTheStart_SaysSo()
    {
        var (point, sum) = LeastSquares.Minimise(_ => [double.NaN], [3], [1e-4], (_, value) => value);

        Assert.Equal(3, point[0]);
        Assert.Equal(double.PositiveInfinity, sum);
    }
}
