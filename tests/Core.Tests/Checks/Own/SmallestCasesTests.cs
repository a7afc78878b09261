using Compare.Checks.Own;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Tests.Checks.Own;

/// <summary>The smallest programs that once got a wrong verdict, each beside its nearest neighbour.</summary>
public sealed class SmallestCasesTests
{
    private const double Point = -1.0053256750106812;

    [Theory]
    [InlineData(2 * Point, true)]
    [InlineData(-1.9894050751053889, false)]
    public void FunctionInFloat32(double slope, bool passes) =>
        Is(passes, One(slope, p => (float)p[0][0] * (float)p[0][0]));

    [Theory]
    [InlineData(0.41657633936377614, true)]
    [InlineData(0, false)]
    public void FunctionRoundedToSixDigits(double slope, bool passes) =>
        Is(passes, One(slope, p => Math.Round(Math.Tanh(p[0][0]), 6)));

    /// <summary>AdamW in float32 whose decay cannot be seen passes, and the decay is among what would have survived.</summary>
    [Fact]
    public void DecayThatFloat32CannotSee_IsNamedAsNotSeen()
    {
        var result = AdamW(decays: true);
        Assert.True(result.Passed, result.ToString());
        Assert.Contains("the weight decay is missing", result.Findings[0].Power!.Survivors);
        Assert.True(AdamW(decays: false).Passed);
    }

    [Fact]
    public void DecoupledDecayWithTheWrongSign_IsNamed() =>
        IsNamed("decoupled-decay-reversed", Sgd((theta, g) => theta * (1 + 0.01 * 0.1) - 0.01 * g));

    [Fact]
    public void DecayAfterTheStep_IsNamed() =>
        IsNamed("decoupled-decay-after-step", Sgd((theta, g) => (theta - 0.01 * g) * (1 - 0.01 * 0.1)));

    [Fact]
    public void DecayWithoutTheStepSize_IsNamed() =>
        IsNamed("decoupled-decay-without-step-size", Sgd((theta, g) => theta * (1 - 0.1) - 0.01 * g));

    [Fact]
    public void DecayWhereItBelongs_Agrees() => Is(true, Sgd((theta, g) => theta * (1 - 0.01 * 0.1) - 0.01 * g));

    [Fact]
    public void LossThatNobodyGave_IsNotSpokenOf()
    {
        var result = OwnAutoencoder.Check(
            new AutoencoderSpec("tanh", 2, 1),
            [1, 0.5, -0.25, 0.75],
            [0.5, -0.5],
            [0.25, 1],
            (_, _, _) => ([0.1, 0.2], [0.3, 0.4])
        );
        Assert.False(result.Passed);
        Assert.DoesNotContain("loss", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void FactorOfTheRootOfTheColumns_IsGiven()
    {
        var result = OwnGradient.Check(
            [new NamedArray("q", 2, 3, [1, 2, 3, 4, 5, 6])],
            p =>
                [
                    [.. p[0].Select(w => 2 * w)],
                ],
            p => p[0].Sum(w => w * w) / Math.Sqrt(3)
        );
        var cause = Assert.Single(result.Findings, finding => finding.Status == Status.Disagrees).Cause!;
        Assert.Contains("1.732051 times", cause.ToString(), StringComparison.Ordinal);
        // In w^2 a factor and a penalty are one.
        Assert.Contains(cause.Alternatives, set => set[0].Id == "penalty");
    }

    /// <summary>A common factor is one cause, and says of which arguments it holds.</summary>
    [Fact]
    public void FactorOfAllArguments_SaysSo()
    {
        var result = OwnGradient.Check(
            [new NamedArray("a", 1, 3, [1, 2, 3]), new NamedArray("b", 1, 2, [0.5, -1])],
            p =>
                [
                    [.. p[0].Select(w => 5 * Math.Cos(w))],
                    [.. p[1].Select(w => 5 * Math.Exp(w))],
                ],
            p => p[0].Sum(Math.Sin) + p[1].Sum(Math.Exp)
        );
        Assert.All(
            result.Findings.Where(finding => finding.Status == Status.Disagrees),
            finding => Assert.Equal(["da", "db"], finding.Cause!.Tensors)
        );
        Assert.Equal(2, result.Findings.Count(finding => finding.Status == Status.Disagrees));
    }

    [Fact]
    public void FloatsWhereDoublesAreMeant_AreNamed()
    {
        double[][] Gradient(double[][] p, Func<double, double> round) =>
            [
                [.. p[0].Select(w => round(Math.Cos(w)))],
            ];
        NamedArray[] at = [new("w", 1, 3, [0.3, 1.1, -2])];
        var result = OwnGradient.Check(at, p => Gradient(p, x => (float)x), p => p[0].Sum(Math.Sin));
        Assert.Equal("float32", Assert.Single(result.Findings).Cause!.Id);
        Is(true, OwnGradient.Check(at, p => Gradient(p, x => x), p => p[0].Sum(Math.Sin)));
    }

    private static CheckResult One(double slope, Func<double[][], double> function) =>
        OwnGradient.Check(
            [new NamedArray("w", 1, 1, [Point])],
            _ =>
                [
                    [slope],
                ],
            function
        );

    private static CheckResult Sgd(Func<double, double, double> update) =>
        OwnOptimizer.Check(
            (theta, g, _) =>
            {
                for (var i = 0; i < theta.Length; i++)
                    theta[i] = update(theta[i], g[i]);
            },
            Reference.Optimizers.Sgd.Homework with
            {
                WeightDecay = new WeightDecay { Decoupled = 0.1 },
            }
        );

    private static CheckResult AdamW(bool decays)
    {
        var (m, v) = (new float[OwnOptimizer.Parameters], new float[OwnOptimizer.Parameters]);
        return OwnOptimizer.CheckSingle(
            (theta, g, t) =>
            {
                for (var i = 0; i < theta.Length; i++)
                {
                    if (decays)
                        theta[i] *= 1 - 1e-4f * 1e-4f;
                    m[i] = 0.9f * m[i] + 0.1f * g[i];
                    v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
                    var (c1, c2) = (1 - Math.Pow(0.9, t), Math.Sqrt(1 - Math.Pow(0.999, t)));
                    theta[i] -= 1e-4f / (float)c1 * m[i] / (MathF.Sqrt(v[i]) / (float)c2 + 1e-8f);
                }
            },
            Adam.PyTorch with
            {
                LearningRate = 1e-4,
                WeightDecay = new WeightDecay { Decoupled = 1e-4 },
            }
        );
    }

    private static void Is(bool passes, CheckResult result)
    {
        Assert.True(passes == result.Passed, result.ToString());
        Assert.Equal(!passes, result.Findings.Any(finding => finding.Status == Status.Disagrees));
    }

    private static void IsNamed(string cause, CheckResult result)
    {
        var finding = Assert.Single(result.Findings);
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.True(finding.Cause!.Id == cause, finding.Cause.ToString());
    }
}
