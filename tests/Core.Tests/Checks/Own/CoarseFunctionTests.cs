using Compare.Checks.Own;
using Compare.Problems;
using Compare.Results;

namespace Compare.Tests.Checks.Own;

/// <summary>Functions of few digits, with kinks, of unlike scales, or random: finite differences know what they cannot tell.</summary>
public sealed class CoarseFunctionTests
{
    private const int Draws = 200;

    private static readonly (string Name, Func<double, double> Value, Func<double, double> Slope)[] Functions =
    [
        ("square", w => w * w, w => 2 * w),
        ("sine", Math.Sin, Math.Cos),
        ("tanh", Math.Tanh, w => 1 - Math.Tanh(w) * Math.Tanh(w)),
        ("exponential", Math.Exp, Math.Exp),
        ("logarithm", w => Math.Log(1 + w * w), w => 2 * w / (1 + w * w)),
    ];

    public static TheoryData<string, int> Coarse =>
        new(Functions.SelectMany(_ => new[] { 0, 3, 4, 6, 9 }, (function, digits) => (function.Name, digits)));

    /// <summary>Rounded to digits behind the point, or computed in float32 (0 digits).</summary>
    [Theory]
    [MemberData(nameof(Coarse))]
    public void Check_FunctionOfFewDigits_NeverFailsTheRightAndSeesTheWrong(string name, int digits)
    {
        var (_, value, slope) = Functions.Single(function => function.Name == name);
        double Rounded(double[][] p)
        {
            double sum = 0;
            foreach (var w in p[0])
                sum += digits == 0 ? (float)value((float)w) : value(w);
            return digits == 0 ? (float)sum : Math.Round(sum, digits);
        }
        var random = new Random(digits);
        var (failed, missed) = (0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            NamedArray[] at = [new("w", 1, 3, [.. Enumerable.Range(0, 3).Select(_ => Point(random))])];
            double[][] Right(double[][] p) =>
                [
                    [.. p[0].Select(slope)],
                ];
            double[][] Wrong(double[][] p)
            {
                var gradient = Right(p);
                // Three digits of a function are worth about one of its derivative.
                gradient[0][1] += digits is 3 or 4 ? 2 : 0.2;
                return gradient;
            }
            failed += Fails(OwnGradient.Check(at, Right, Rounded)) ? 1 : 0;
            missed += OwnGradient.Check(at, Wrong, Rounded).Passed ? 1 : 0;
        }
        Assert.Equal(0, failed);
        Assert.InRange(missed, 0, Draws / 20);
    }

    [Fact]
    public void Check_GradientOfAStaircaseThatIsZero_Fails()
    {
        var result = OwnGradient.Check(
            [new("w", 1, 1, [-1.0053256750106812])],
            _ =>
                [
                    [0],
                ],
            p => Math.Round(Math.Tanh(p[0][0]), 6)
        );
        Assert.True(Fails(result), result.ToString());
    }

    [Theory]
    [InlineData(0.0, 1.0, -1.0)]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(1e-9, -1e-9, 2.0)]
    public void Check_SubgradientAtAKink_Passes(double a, double b, double c)
    {
        NamedArray[] at = [new("w", 1, 3, [a, b, c])];
        double Function(double[][] p) => p[0].Sum(w => Math.Max(0, w));
        foreach (var atZero in new[] { 0, 0.5, 1 })
        {
            var right = OwnGradient.Check(
                at,
                p =>
                    [
                        [
                            .. p[0]
                                .Select(w =>
                                    w > 0 ? 1
                                    : w < 0 ? 0
                                    : atZero
                                ),
                        ],
                    ],
                Function
            );
            Assert.False(Fails(right), right.ToString());
        }
        var wrong = OwnGradient.Check(
            at,
            p =>
                [
                    [.. p[0].Select(w => w > 0 ? 1.0 : -1)],
                ],
            Function
        );
        Assert.False(wrong.Passed, wrong.ToString());
    }

    [Fact]
    public void Check_ElementsOfUnlikeScales_Passes()
    {
        NamedArray[] at = [new("w", 1, 2, [0.5, 1e7])];
        var result = OwnGradient.Check(
            at,
            p =>
                [
                    [.. p[0].Select(Math.Cos)],
                ],
            p => p[0].Sum(Math.Sin)
        );
        Assert.True(result.Passed, result.ToString());
        Assert.True(
            Fails(
                OwnGradient.Check(
                    at,
                    p =>
                        [
                            [.. p[0].Select(w => -Math.Cos(w))],
                        ],
                    p => p[0].Sum(Math.Sin)
                )
            )
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Check_RandomFunction_IsUndecided(int sign)
    {
        var random = new Random(1);
        var result = OwnGradient.Check(
            [new("w", 1, 2, [0.5, 1])],
            p =>
                [
                    [sign * 2 * p[0][0], 2 * p[0][1]],
                ],
            p => p[0].Sum(w => w * w) * (1 + 1e-3 * random.NextDouble())
        );
        var finding = Assert.Single(result.Findings);
        Assert.Equal(Status.Undecided, finding.Status);
        Assert.Contains("two values at one point", finding.Cause!.Words, StringComparison.Ordinal);
        Assert.False(result.Passed);
    }

    private static bool Fails(CheckResult result) => result.Findings.Any(finding => finding.Status == Status.Disagrees);

    private static double Point(Random random) =>
        (random.Next(2) == 0 ? -1 : 1) * Math.Pow(10, 1.5 * random.NextDouble() - 1);
}
