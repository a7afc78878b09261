using System.Numerics;
using Compare.Reference.Graphs;
using Compare.Reference.Numerics;

namespace Compare.Reference.Tests.Graphs;

/// <summary>A function of single numbers is noted once and differentiated in one pass, in any arithmetic.</summary>
public sealed class TapeTests
{
    private const double Tiny = 1e-29;

    [Fact]
    public void Differentiate_EveryOperation_GivesTheDerivativesOfTheTextbook()
    {
        var (a, b) = (DoubleDouble.FromDouble(1.75), DoubleDouble.FromDouble(-0.625));
        var tape = Tape.Record(
            x => Everything(x[0][0], x[1][0]),
            [
                [1.75],
                [-0.625],
            ]
        );

        var (value, gradient) = tape.Differentiate<DoubleDouble>();

        var third = DoubleDouble.One / DoubleDouble.FromDouble(3);
        var (root, power, tanh) = (DoubleDouble.Sqrt(a), DoubleDouble.Exp(b), DoubleDouble.Tanh(a));
        Near(a * b + a / b - root + power * third + DoubleDouble.Log(a) - tanh - b, value);
        Near(
            b
                + DoubleDouble.One / b
                - DoubleDouble.One / (root + root)
                + DoubleDouble.One / a
                - (DoubleDouble.One - tanh * tanh),
            gradient[0][0]
        );
        Near(a - a / (b * b) + power * third - DoubleDouble.One, gradient[1][0]);

        static T Everything<T>(T a, T b)
            where T : unmanaged, IReal<T> =>
            a * b + a / b - T.Sqrt(a) + T.Exp(b) * (T.One / T.CreateChecked(3)) + T.Log(a) + -T.Tanh(a) + T.Abs(b);
    }

    /// <summary>An argument that is used in many places receives from each; one that is not used, zero.</summary>
    [Fact]
    public void Differentiate_ManyArguments_TakesOnePass()
    {
        const int count = 20_000;
        double[] x = [.. Enumerable.Range(0, count).Select(i => Math.Sin(i))];
        var tape = Tape.Record(
            arguments =>
            {
                var sum = Traced.Zero;
                foreach (var one in arguments[0])
                    sum += one * one;
                return sum * arguments[0][0];
            },
            [x, [1]]
        );

        var (value, gradient) = tape.Differentiate<double>();

        Assert.Equal(value, gradient[0][0] * x[0], 1e-9);
        Assert.All(Enumerable.Range(1, count - 1), i => Assert.Equal(2 * x[i] * x[0], gradient[0][i], 1e-12));
        Assert.Equal([0], gradient[1]);
        Assert.InRange(tape.Count, 3 * count, 3 * count + 10);
    }

    [Fact]
    public void Record_BranchesByValue_TakesTheBranch()
    {
        static T Larger<T>(T x, T y)
            where T : INumber<T> => T.Max(x, y) * x;

        var gradient = Tape.Record(
                x => Larger(x[0][0], x[0][1]),
                [
                    [2, 5],
                ]
            )
            .Differentiate<double>()
            .Gradient;

        Assert.Equal([5, 2], gradient[0]);
    }

    [Fact]
    public void Record_NumberOfAnotherEvaluation_IsRefused()
    {
        var kept = Traced.Zero;
        Tape.Record(
            x => kept = x[0][0] * x[0][0],
            [
                [2],
            ]
        );

        var error = Assert.Throws<InvalidOperationException>(() =>
            Tape.Record(
                x => x[0][0] + kept,
                [
                    [2],
                ]
            )
        );

        Assert.Contains("kept from one evaluation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_OnAnotherThread_IsRefused()
    {
        Exception? error = null;
        Tape.Record(
            x =>
            {
                var thread = new Thread(() =>
                    error = Record.Exception(() =>
                    {
                        _ = x[0][0] * x[0][0];
                    })
                );
                thread.Start();
                thread.Join();
                return x[0][0];
            },
            [
                [2],
            ]
        );

        Assert.IsType<InvalidOperationException>(error);
        Assert.Contains("thread that asked", error.Message, StringComparison.Ordinal);
    }

    private static void Near(DoubleDouble expected, DoubleDouble actual) =>
        Assert.True(Math.Abs((expected - actual).Hi) <= Tiny, $"{expected} and {actual}");
}
