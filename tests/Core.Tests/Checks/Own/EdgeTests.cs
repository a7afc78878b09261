using Compare.Checks.Own;
using Compare.Checks.Pca;
using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Tests.Checks.Own;

/// <summary>What callers get wrong is refused with the numbers; what leaves the range of numbers is never called zero.</summary>
public sealed class EdgeTests(ITestOutputHelper output)
{
    private static readonly NamedArray[] At = [new("w", 1, 3, [1, 2, 3])];

    private static double[][] Right(double[][] p) =>
        [
            [.. p[0].Select(w => 2 * w)],
        ];

    private static double Squares(double[][] p) => p[0].Sum(w => w * w);

    [Fact]
    public void Calls_ThatCannotBeMeant_AreRefused()
    {
        void Refused(string told, Action call)
        {
            var exception = Record.Exception(call);
            output.WriteLine($"{told}: {exception?.GetType().Name}: {exception?.Message}");
            Assert.IsType<ArgumentException>(exception, exactMatch: false);
            Assert.Contains(told, exception.Message, StringComparison.Ordinal);
        }

        Refused("gradient", () => OwnGradient.Check(At, null!, Squares));
        Refused("function", () => OwnGradient.Check(At, Right, (Func<double[][], double>)null!));
        Refused("gradient", () => OwnGradient.Check(At, _ => null!, Squares));
        Refused("gradient", () => OwnGradient.Check(At, _ => [null!], Squares));
        Refused("6", () => _ = new NamedArray("w", 2, 3, [1, 2]));
        Refused("step", () => OwnOptimizer.Check((OptimizerStep)null!, Sgd.Homework));
        Refused("rule", () => OwnOptimizer.Check((_, _, _) => { }, null!));
        Refused("finite", () => PcaCheck.Of([1, 2, double.NaN, 4, 5, 7], 3, [1, 0, 0], [1, 0, 0]));
        Refused("finite", () => PcaCheck.Of([1, 2, double.PositiveInfinity, 4, 5, 7], 3, [1, 0, 0], [1, 0, 0]));
        Refused("8", () => PcaCheck.Of([1, 2, 3, 4, 5, 6, 7, 8], 3, [1, 0, 0], [1, 0, 0]));
        Refused("w1", () => PcaCheck.Of([1, 2, 3, 4, 5, 6], 3, null!, [1, 0, 0]));
        Refused("gradient", () => OwnGradient.Check(Graph.Of(("x", new[] { 1.0 }), x => x.Sum()), null!));
    }

    /// <summary>Lengths that do not fit are a finding, as everything that the gradient in question does.</summary>
    [Fact]
    public void Check_GradientOfAnotherLength_IsAShape()
    {
        var result = OwnGradient.Check(
            At,
            _ =>
                [
                    [1, 2],
                ],
            Squares
        );
        output.WriteLine(result.ToString());
        Assert.Equal(Outcome.Fail, result.Outcome);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Check_FunctionThatIsNoNumber_IsUndecided(double value)
    {
        var result = OwnGradient.Check(
            At,
            _ =>
                [
                    [0, 0, 0],
                ],
            _ => value
        );
        output.WriteLine(result.ToString());
        Assert.Equal(Outcome.Undecided, result.Outcome);
    }

    [Fact]
    public void Check_GraphThatIsNoNumber_IsUndecided()
    {
        var result = OwnGradient.Check(
            Graph.Of(("x", new[] { -1.0 }), x => x.Sqrt().Sum()),
            _ =>
                [
                    [0],
                ]
        );
        output.WriteLine(result.ToString());
        Assert.Equal(Outcome.Undecided, result.Outcome);
    }
}
