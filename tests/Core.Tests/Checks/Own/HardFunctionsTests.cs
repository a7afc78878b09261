using Compare.Checks.Own;
using Compare.Problems;
using Compare.Results;

namespace Compare.Tests.Checks.Own;

/// <summary>Functions that finite differences see badly: the right gradient never fails, and a wrong element seldom passes.</summary>
public sealed class HardFunctionsTests(ITestOutputHelper output)
{
    private const int Draws = 500;

    /// <summary>A wrong element is off by this many times what the values can tell of it.</summary>
    private const double Off = 10;

    private static readonly (string Name, Func<Random, Drawn> Draw)[] Kinds =
    [
        ("float32", random => Smooth(random, Point, y => (float)y)),
        ("rounded", random => Rounded(random, 3 + random.Next(7))),
        ("iterative", Iterative),
        ("kinked", Kinked),
        ("badly scaled", random => Smooth(random, r => Point(r) * Math.Pow(10, r.Next(-7, 8)), y => y)),
        ("saturated", Saturated),
    ];

    /// <summary>A function and its gradient at a point.</summary>
    private sealed record Drawn(double[] At, Func<double[], double> Value, Func<double[], double[]> Gradient);

    [Fact]
    public void Check_HardFunctions_NoRightGradientFailsAndFewWrongOnesPass()
    {
        var (failed, planted, caught) = (new List<string>(), 0, 0);
        for (var seed = 0; seed < Draws; seed++)
        {
            var (name, draw) = Kinds[seed % Kinds.Length];
            var random = new Random(seed);
            var drawn = draw(random);
            NamedArray[] at = [new("w", 1, drawn.At.Length, drawn.At)];
            double Function(double[][] p) => drawn.Value(p[0]);
            var right = OwnGradient.Check(at, p => [drawn.Gradient(p[0])], Function);
            if (right.Findings.Any(finding => finding.Status == Status.Disagrees))
                failed.Add($"{seed}, {name}: {right}");

            // What the values can tell of the gradient is the bound of the worst element.
            if (right.Findings[0].Bound is not { } bound || !double.IsFinite(bound) || bound == 0)
                continue;
            planted++;
            var element = right.Findings[0].Location?.Column ?? 0;
            var wrong = OwnGradient.Check(
                at,
                p =>
                    [
                        [
                            .. drawn
                                .Gradient(p[0])
                                .Select((g, i) => i == element ? g + (g < 0 ? -1 : 1) * (Off + 1) * bound : g),
                        ],
                    ],
                Function
            );
            caught += wrong.Passed ? 0 : 1;
        }
        output.WriteLine(
            $"{Draws} right gradients, {failed.Count} fail; {planted} with a wrong element, {caught} caught"
        );
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.InRange(caught, 0.95 * planted, planted);
        Assert.InRange(planted, Draws / 2, Draws);
    }

    private static double Point(Random random) =>
        (random.Next(2) == 0 ? -1 : 1) * Math.Pow(10, 1.5 * random.NextDouble() - 1);

    private static Drawn Smooth(Random random, Func<Random, double> point, Func<double, double> round)
    {
        var weights = Draw(random, 4, Point);
        return new Drawn(
            Draw(random, 4, point),
            w => round(w.Select((x, i) => Math.Sin(weights[i] * x)).Sum()),
            w => [.. w.Select((x, i) => weights[i] * Math.Cos(weights[i] * x))]
        );
    }

    private static Drawn Rounded(Random random, int digits)
    {
        var smooth = Smooth(random, Point, y => y);
        return smooth with { Value = w => Math.Round(smooth.Value(w), digits) };
    }

    /// <summary>The root x of x^3 + x = sum of squares, by bisection to 1e-9; by the implicit function theorem its slope is 2 w / (3 x^2 + 1).</summary>
    private static Drawn Iterative(Random random)
    {
        static double Root(double right, double accuracy)
        {
            double low = 0,
                high = 1 + right;
            while (high - low > accuracy)
                if ((low + high) / 2 is var middle && middle * middle * middle + middle < right)
                    low = middle;
                else
                    high = middle;
            return (low + high) / 2;
        }
        return new Drawn(
            Draw(random, 3, Point),
            w => Root(w.Sum(x => x * x), 1e-9),
            w => [.. w.Select(x => 2 * x / (3 * Math.Pow(Root(w.Sum(y => y * y), 1e-15), 2) + 1))]
        );
    }

    /// <summary>Absolute values and ramps, some of them exactly at their kink or next to it.</summary>
    private static Drawn Kinked(Random random)
    {
        double[] at =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i =>
                    i < 2 ? 0
                    : i == 2 ? 1e-9 * Point(random)
                    : Point(random)
                ),
        ];
        return new Drawn(
            at,
            w => w.Select((x, i) => i % 2 == 0 ? Math.Abs(x) : Math.Max(0, x)).Sum() + w.Sum(x => x * x),
            w =>
                [
                    .. w.Select(
                        (x, i) =>
                            (
                                i % 2 == 0 ? Math.Sign(x)
                                : x > 0 ? 1
                                : 0
                            )
                            + 2 * x
                    ),
                ]
        );
    }

    private static Drawn Saturated(Random random)
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        return new Drawn(
            Draw(random, 4, r => Point(r) * (r.Next(3) == 0 ? 500 : 5)),
            w => w.Sum(Sigmoid) + Math.Tanh(w[0]),
            w => [.. w.Select((x, i) => Sigmoid(x) * Sigmoid(-x) + (i == 0 ? 1 / Math.Pow(Math.Cosh(x), 2) : 0))]
        );
    }

    private static double[] Draw(Random random, int count, Func<Random, double> element) =>
        [.. Enumerable.Range(0, count).Select(_ => element(random))];
}
