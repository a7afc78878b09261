using Compare.Checks.Own;
using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Results;

namespace Compare.Tests.Checks.Own;

/// <summary>Kinks and saturation at random: any value between the slopes is right, none beside them is, and what overflows says nothing.</summary>
public sealed class SubgradientTests(ITestOutputHelper output)
{
    private const int Draws = 200;
    private const int Elements = 5;

    /// <summary>A sum of max(left w, right w), some elements exactly at the kink, and a smooth rest.</summary>
    private sealed record Drawn(double[] At, double[] Left, double[] Right)
    {
        public static Drawn Of(Random random)
        {
            double[] left = Some(random),
                right = [.. left.Select(slope => slope + 0.1 + 2 * random.NextDouble())];
            return new Drawn([.. Some(random).Select((w, i) => i < 2 ? 0 : w)], left, right);
        }

        public double Value(double[] w) => w.Select((x, i) => Math.Max(Left[i] * x, Right[i] * x) + Math.Sin(x)).Sum();

        /// <summary>At a kink a share of 0 gives the slope on its left, 1 that on its right.</summary>
        public double[] Gradient(double[] w, double share) =>
            [
                .. w.Select(
                    (x, i) =>
                        Math.Cos(x)
                        + (
                            x > 0 ? Right[i]
                            : x < 0 ? Left[i]
                            : Left[i] + share * (Right[i] - Left[i])
                        )
                ),
            ];

        private static double[] Some(Random random) =>
            [.. Enumerable.Range(0, Elements).Select(_ => 4 * random.NextDouble() - 2)];
    }

    [Fact]
    public void Check_ValueAtAKink_PassesBetweenTheSlopesOnly()
    {
        List<string> failed = [],
            passed = [];
        for (var seed = 0; seed < Draws; seed++)
        {
            var random = new Random(seed);
            var drawn = Drawn.Of(random);
            NamedArray[] at = [new("w", 1, Elements, drawn.At)];
            double Function(double[][] p) => drawn.Value(p[0]);
            CheckResult Check(double share) => OwnGradient.Check(at, p => [drawn.Gradient(p[0], share)], Function);
            var inside = (seed % 3) switch
            {
                0 => 0,
                1 => 1,
                _ => random.NextDouble(),
            };
            if (Check(inside) is var right && right.Findings.Any(finding => finding.Status == Status.Disagrees))
                failed.Add($"{seed}: {right}");
            var outside = seed % 2 == 0 ? 1.1 + random.NextDouble() : -0.1 - random.NextDouble();
            if (Check(outside) is var wrong && wrong.Passed)
                passed.Add($"{seed}: {wrong}");
        }
        output.WriteLine($"{Draws} kinks: {failed.Count} right fail, {passed.Count} wrong pass");
        Assert.Empty(failed);
        Assert.Empty(passed);
    }

    /// <summary>Exponentials that overflow in the values or in a second gradient leave right elements right, and zeros no reason to compute them.</summary>
    [Fact]
    public void Check_SaturatedFunction_NeverFailsTheRight()
    {
        List<string> failed = [],
            passed = [];
        for (var seed = 0; seed < Draws; seed++)
        {
            var random = new Random(seed);
            double[] w =
            [
                .. Enumerable
                    .Range(0, Elements)
                    .Select(i =>
                        i == 0 ? 1 : (random.Next(2) == 0 ? -1 : 1) * Math.Pow(10, 4 * random.NextDouble() - 1)
                    ),
            ];
            NamedArray[] at = [new("w", 1, Elements, w)];
            static double Naive(double x) => 1 / (1 + Math.Exp(-x));
            double[][] Right(double[][] p) =>
                [
                    [.. p[0].Select(x => Math.Exp(-Math.Abs(x)) / Math.Pow(1 + Math.Exp(-Math.Abs(x)), 2))],
                ];
            // exp(-x) / (1 + exp(-x))^2 is infinite / infinite far to the left.
            var other = new OtherGradient(
                "naive",
                p =>
                    [
                        [.. p[0].Select(x => Math.Exp(-x) / ((1 + Math.Exp(-x)) * (1 + Math.Exp(-x))))],
                    ]
            );
            double Function(double[][] p) => p[0].Sum(Naive);
            var right =
                seed % 2 == 0 ? OwnGradient.Check(at, Right, Function) : OwnGradient.Check(at, Right, Function, other);
            if (right.Findings.Any(finding => finding.Status == Status.Disagrees))
                failed.Add($"{seed}: {right}");
            var wrong = OwnGradient.Check(
                at,
                p =>
                    [
                        [1.1 * Right(p)[0][0], .. Right(p)[0][1..]],
                    ],
                Function
            );
            if (wrong.Passed)
                passed.Add($"{seed}: {wrong}");
        }
        output.WriteLine($"{Draws} saturated functions: {failed.Count} right fail, {passed.Count} wrong pass");
        Assert.Empty(failed);
        Assert.Empty(passed);
    }
}
