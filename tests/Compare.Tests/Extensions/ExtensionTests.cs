using Compare.Checks.Gradients;
using Compare.Checks.Own;
using Compare.Checks.Trajectories;
using Compare.Checks.Updates;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Reference.Optimizers;
using Compare.Reports;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Support;
using Compare.Torch.Models;
using TorchSharp;

namespace Compare.Tests.Extensions;

/// <summary>
/// What the sources do not have, added here and nowhere else: an activation, an update rule, a network, a report writer. Each goes
/// through the checks on both sides where both have it, passes when it is right, and fails when it is wrong.
/// </summary>
public sealed class ExtensionTests
{
    private const int Updates = 60;

    private static readonly ReferenceSide Reference = new();

    private static readonly TorchSide Torch = TorchSide.Open("cpu", threads: 1);

    private static readonly TorchSide TorchWithSoftplus = Torch.With(
        TorchActivations.Homework.With("softplus", a => torch.nn.functional.softplus(a))
    );

    /// <summary>Layers of three kinds, with and without biases, and an activation after the last one.</summary>
    private static readonly NetworkSpec Network = new(
        6,
        [
            new LayerSpec(5, Activation.Named("tanh"), HasBias: true),
            new LayerSpec(4, Softplus.Activation, HasBias: false),
            new LayerSpec(3, Activation.Named("sigmoid"), HasBias: true),
        ],
        LossFunction.SquaredError,
        Target.Labels
    );

    public static TheoryData<Precision> Precisions => [Precision.Float64, Precision.Float32];

    public static TheoryData<string> Rules =>
        [.. OptimizerTable.Names.Where(name => TorchRules.Refuses(SmallRuns.Rule(name, 1)) is null)];

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Activation_OfOnesOwn_AgreesWithTorchSharp(Precision precision)
    {
        var run = SmallRuns.Run(new AutoencoderSpec(Softplus.Activation, 8, 3), Adam(), Updates, precision);
        Agrees(Findings(run, TorchWithSoftplus));
    }

    [Fact]
    public void Activation_ThatTheOtherSideComputesOtherwise_Fails()
    {
        var run = SmallRuns.Run(new AutoencoderSpec(Softplus.Activation, 8, 3), Adam(), Updates);
        var sharper = Torch.With(
            TorchActivations.Homework.With("softplus", a => torch.nn.functional.softplus(a, beta: 1.001))
        );
        var gradients = Gradients(run, sharper).Where(finding => finding.Key[KeyPart.Party] == sharper.Name);
        Assert.All(gradients, finding => Assert.Equal(Status.Disagrees, finding.Status));
    }

    [Fact]
    public void Activation_ThatTorchSharpWasNotGiven_IsSkippedWithTheReason()
    {
        var run = SmallRuns.Run(new AutoencoderSpec(Softplus.Activation, 8, 3), Adam(), Updates);
        IsSkipped(Findings(run, Torch), "TorchSharp was given no activation 'softplus'");
    }

    [Fact]
    public void Activation_WhoseDerivativeSomebodyForgot_IsNamedInTheCause()
    {
        const int d = 4,
            k = 3;
        var model = new AutoencoderSpec(Softplus.Activation, d, k);
        var random = new Random(1);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        var (x, w1, w2) = (Draw(5 * d), Draw(k * d), Draw(d * k));
        CheckResult Check(bool derives) =>
            OwnAutoencoder.Check(model, x, w1, w2, (x, w1, w2) => ByHand(x, w1, w2, d, k, derives));

        Check(derives: true).AssertAgrees();
        var wrong = Check(derives: false).Findings.First(finding => finding.Status == Status.Disagrees);
        Assert.Equal("derivative-missing", wrong.Cause!.Id);
        Assert.Contains("softplus", wrong.Cause.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Rule_OfOnesOwn_AgreesFromScratch(Precision precision)
    {
        var rule = new Lion
        {
            LearningRate = 1e-3,
            WeightDecay = new WeightDecay { Decoupled = 0.1 },
        };
        var run = SmallRuns.Run(new ClassifierSpec([6, 5, 3]), rule, Updates, precision);
        Agrees(Findings(run, new ReferenceSide(threads: 2)));
    }

    [Fact]
    public void Rule_ThatTorchOptimLacks_IsSkippedWithTheReason()
    {
        var run = SmallRuns.Run(new ClassifierSpec([6, 5, 3]), new Lion(), Updates);
        Agrees(Gradients(run, Torch));
        IsSkipped(Trajectories(run, Torch), "torch.optim has no optimizer 'lion'");
    }

    [Fact]
    public void Rule_OfOnesOwn_TellsARightOptimizerFromAWrongOne()
    {
        CheckResult Check(double beta1, double beta2)
        {
            var m = new double[OwnOptimizer.Parameters];
            return OwnOptimizer.Check(
                (theta, g, _) =>
                {
                    for (var i = 0; i < theta.Length; i++)
                    {
                        theta[i] -= 1e-3 * Math.Sign(beta1 * m[i] + (1 - beta1) * g[i]);
                        m[i] = beta2 * m[i] + (1 - beta2) * g[i];
                    }
                },
                new Lion { LearningRate = 1e-3 }
            );
        }

        Check(0.9, 0.99).AssertAgrees();
        Assert.False(Check(0.99, 0.9).Passed);
        Assert.False(Check(0.5, 0.99).Passed);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Network_OfOnesOwn_AgreesUnderEveryRule(string rule) =>
        Agrees(Findings(SmallRuns.Run(Network, SmallRuns.Rule(rule, 1e-3), Updates), TorchWithSoftplus));

    [Fact]
    public void Network_WithAMistake_IsExplained()
    {
        var run = SmallRuns.Run(Network, Adam(), Updates);
        var halved = new GivenGradient(
            "halved",
            problem =>
            {
                var trace = Reference.Gradient(problem);
                return trace with
                {
                    Gradients =
                    [
                        .. trace.Gradients.Select(d =>
                            d.Name == "dW2" ? d with { Values = [.. d.Values.Select(x => x / 2)] } : d
                        ),
                    ],
                };
            }
        );
        var wrong = Gradients(run, halved).Where(finding => finding.Status == Status.Disagrees).ToList();
        Assert.All(wrong, finding => Assert.Equal("dW2", finding.Key[KeyPart.Tensor]));
        Assert.All(wrong, finding => Assert.Equal("factor-half", finding.Cause!.Id));
        Assert.NotEmpty(wrong);
    }

    [Fact]
    public void Writer_OfOnesOwn_WritesItsFileBesideTheOthers()
    {
        var folder = Directory.CreateTempSubdirectory("writer-");
        try
        {
            var report = new Report("check", Gradients(SmallRuns.Run(Network, Adam(), 1), Reference), [], [], []);
            ReportFiles
                .In(folder.FullName, new ReportFile("list.txt", r => string.Join('\n', r.Findings.Select(f => f.Id))))
                .Write(report);
            Assert.Equal(
                report.Findings.Select(finding => finding.Id),
                File.ReadAllLines(Path.Combine(folder.FullName, "list.txt"))
            );
            Assert.True(File.Exists(Path.Combine(folder.FullName, "results.json")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Adam Adam() => (Adam)SmallRuns.Rule("adam", 1e-3);

    private static List<Finding> Findings(TrainingProblem run, ISide second) =>
        [.. Gradients(run, second), .. Trajectories(run, second)];

    private static IReadOnlyList<Finding> Gradients(TrainingProblem run, IGradientSource second) =>
        new GradientCheck(Reference, second)
            .Run(new Problem(run.Model, run.Precision, run.Parameters, run.Set.Batch(0)), directions: 1)
            .Findings;

    private static List<Finding> Trajectories(TrainingProblem run, ISide second)
    {
        var cancellation = TestContext.Current.CancellationToken;
        return
        [
            .. new StepLockedCheck(Reference, second).Run(run, cancellation),
            .. new FreeRunCheck(Reference, second, judged: true, seed: 1).Run(run, clean: true, cancellation).Findings,
        ];
    }

    private static void Agrees(IEnumerable<Finding> findings)
    {
        var list = findings.ToList();
        Assert.All(
            list,
            finding =>
                Assert.True(
                    // relu may kill a unit, and then a direction of finite differences sees nothing.
                    finding.Status
                        is Status.Agrees
                            or Status.Rounding
                            or Status.Chaos
                        || (finding.Status == Status.Vacuous && finding.Key[KeyPart.Kind] == "differences"),
                    $"{finding.Subject}: {finding.Status}"
                )
        );
        Assert.NotEmpty(list);
    }

    private static void IsSkipped(IEnumerable<Finding> findings, string reason) =>
        Assert.All(
            findings,
            finding =>
            {
                Assert.Equal(Status.Undecided, finding.Status);
                Assert.Contains(reason, finding.Cause!.Words, StringComparison.Ordinal);
            }
        );

    /// <summary>The gradient of section A for softplus, with the derivative of the activation or without.</summary>
    private static (double[], double[]) ByHand(double[] x, double[] w1, double[] w2, int d, int k, bool derives)
    {
        var (dW1, dW2) = (new double[k * d], new double[d * k]);
        var batch = x.Length / d;
        for (var image = 0; image < batch; image++)
        {
            var pixels = x.AsSpan(image * d, d);
            var (a, z, r) = (new double[k], new double[k], new double[d]);
            for (var unit = 0; unit < k; unit++)
            {
                for (var j = 0; j < d; j++)
                    a[unit] += w1[unit * d + j] * pixels[j];
                z[unit] = Math.Log(1 + Math.Exp(a[unit]));
            }
            for (var j = 0; j < d; j++)
            {
                for (var unit = 0; unit < k; unit++)
                    r[j] += w2[j * k + unit] * z[unit];
                r[j] = (r[j] - pixels[j]) / batch;
            }
            for (var unit = 0; unit < k; unit++)
            {
                double back = 0;
                for (var j = 0; j < d; j++)
                {
                    back += r[j] * w2[j * k + unit];
                    dW2[j * k + unit] += r[j] * z[unit];
                }
                if (derives)
                    back /= 1 + Math.Exp(-a[unit]);
                for (var j = 0; j < d; j++)
                    dW1[unit * d + j] += back * pixels[j];
            }
        }
        return (dW1, dW2);
    }
}
