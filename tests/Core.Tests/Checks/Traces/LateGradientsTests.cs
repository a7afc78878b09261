using Compare.Checks.Traces;
using Compare.Problems.Recorded;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>Gradients that were recorded one update late are told from those that belong where they are.</summary>
public sealed class LateGradientsTests
{
    [Theory]
    [InlineData("adam", 1)]
    public void Run_LateGradients_SaysSo(string name, int seed) => SaysSo(name, seed);

    [Theory(Explicit = true)]
    [InlineData("sgd", 1)]
    [InlineData("momentum", 2)]
    [InlineData("rmsprop", 3)]
    [InlineData("adagrad", 4)]
    [InlineData("adam", 5)]
    public void Run_LateGradientsOfAnyRule_SaysSo(string name, int seed) => SaysSo(name, seed);

    private static void SaysSo(string name, int seed)
    {
        var right = Trace(name, seed);
        var late = Late(right) with { LearningRate = 0.01, Name = name };

        Assert.All(Run(right), finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        var finding = Assert.Single(Run(late));
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Equal("gradients-late", finding.Cause!.Id);
    }

    /// <summary>The nearest neighbour: gradients in their place, and a step size that changes.</summary>
    [Theory]
    [InlineData(1)]
    public void Run_Schedule_IsNotCalledLate(int seed)
    {
        var trace = PlainTraces.Make(
            () =>
            {
                var step = PlainTraces.Adam(1, 0.9, 0.999, 1e-8)();
                return (theta, g, t) => theta + 0.01 * Math.Min(1, t / 10.0) * (step(theta, g, t) - theta);
            },
            seed: seed
        );
        Assert.All(
            Run(trace with { LearningRate = 0.01, Name = "adam" }),
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding)
        );
    }

    private static RecordedOptimizer Trace(string name, int seed) =>
        PlainTraces.Make(
            name switch
            {
                "sgd" => PlainTraces.Sgd(0.01),
                "momentum" => PlainTraces.Momentum(0.01, 0.9),
                "rmsprop" => PlainTraces.RmsProp(0.01, 0.99, 1e-8),
                "adagrad" => PlainTraces.AdaGrad(0.01, 1e-10),
                _ => PlainTraces.Adam(0.01, 0.9, 0.999, 1e-8),
            },
            seed: seed
        );

    /// <summary>Row t holds what update t + 2 was made with; the last update has no row.</summary>
    private static RecordedOptimizer Late(RecordedOptimizer trace)
    {
        var (updates, n) = (trace.Trace.Updates - 1, trace.Trace.Parameters);
        return PlainTraces.Of(trace.Theta.Values[..((updates + 1) * n)], trace.Gradients.Values[n..], updates);
    }

    private static IReadOnlyList<Finding> Run(RecordedOptimizer trace) =>
        RecordedOptimizerCheck.Run(trace, threads: 2).Findings;
}
