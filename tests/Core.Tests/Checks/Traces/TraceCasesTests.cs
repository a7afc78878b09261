using Compare.Checks.Traces;
using Compare.Problems.Recorded;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>Optimizers as frameworks, students and bug reports have them, each with its right verdict, which comes with the file.</summary>
public sealed class TraceCasesTests
{
    [Theory]
    [InlineData("adam-right-T5")]
    [InlineData("adam-right-T10")]
    [InlineData("adam-right-T15")]
    [InlineData("adam-right-T20")]
    [InlineData("adam-right-T25")]
    [InlineData("adam-right-T30")]
    [InlineData("adam-right-n1")]
    [InlineData("adam-decay-right")]
    [InlineData("pytorch-adamw")]
    [InlineData("pytorch-sgd")]
    [InlineData("pytorch-nadam")]
    [InlineData("pytorch-adadelta")]
    [InlineData("t11_nadam_right")]
    [InlineData("t15_adadelta_right")]
    [InlineData("t13_lion_right")]
    [InlineData("t19_adam_warmup")]
    [InlineData("t01_torchsharp_adam_beta2_099")]
    [InlineData("t07_optax_rmsprop_eps_inside")]
    [InlineData("t17_tinygrad_sgd_lr10_wd01")]
    public void Run_Right_Passes(string name)
    {
        var findings = Run(name).Findings;
        Assert.All(
            findings,
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, Words(finding))
        );
    }

    /// <summary>Right, but not what its name stands for in torch.optim: the verdict says so.</summary>
    [Theory]
    [InlineData("t07_optax_rmsprop_eps_inside", true)]
    [InlineData("t01_torchsharp_adam_beta2_099", false)]
    public void Run_FormThatIsNotTorchOptims_SaysSoInTheVerdict(string name, bool isOther)
    {
        var why = Verdict.Why(new Report("trace", Run(name).Findings, [], [], []));
        Assert.Equal(
            isOther,
            why.Contains("not torch.optim's form of rmsprop: epsilon inside the root", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("t03_a3c_counter_of_4_workers", "counter-every-fourth")]
    [InlineData("t05_pennylane_first_raw", "first-moments-raw")]
    [InlineData("t09_adamw_named_but_adam_l2", "decay-coupled")]
    [InlineData("t23_gradient_one_step_late", "gradients-late")]
    public void Run_Wrong_FailsWithTheCause(string name, string cause)
    {
        var wrong = Assert.Single(Run(name).Findings, finding => finding.Status == Status.Disagrees);
        Assert.Equal(cause, wrong.Cause!.Id);
    }

    /// <summary>RAdam by name: its own updates, those of Adam, and those of TorchSharp 0.107, where a rectified step has the step size twice.</summary>
    [Theory]
    [InlineData("radam", 1, null)]
    [InlineData("adam", 1, "another-rule")]
    [InlineData("radam", 0.01, "rectified-step-size-twice")]
    public void Run_NamedRAdam_PassesWhereItIs(string rule, double again, string? cause)
    {
        var element =
            rule == "radam"
                ? PlainTraces.RAdam(0.01, 0.9, 0.999, 1e-8, again)
                : PlainTraces.Adam(0.01, 0.9, 0.999, 1e-8);
        var trace = PlainTraces.Make(element) with { Name = "torch.optim.RAdam", LearningRate = 0.01 };

        var findings = RecordedOptimizerCheck.Run(trace, threads: 2).Findings;

        var wrong = findings.Where(finding => finding.Status is not (Status.Agrees or Status.Rounding)).ToList();
        Assert.Equal(cause is null ? [] : new[] { cause }, wrong.Select(finding => finding.Cause!.Id));
        Assert.All(wrong, finding => Assert.Equal(Status.Disagrees, finding.Status));
    }

    /// <summary>Lion with its decay, and Adam with its warm-up, each by name.</summary>
    [Theory]
    [InlineData("t13_lion_right", "identified as lion, decoupled weight decay (O.2): step size 0.0001")]
    [InlineData("t19_adam_warmup", "warm-up from 0.1 times over 9 updates (O.53): step size 0.001")]
    public void Run_RuleOrSchedule_IsNamed(string name, string words) =>
        Assert.Contains(words, FindingWords.Notes(Run(name).Findings[0]), StringComparison.Ordinal);

    /// <summary>Plain SGD is momentum without momentum, which is no ambiguity worth a word.</summary>
    [Fact]
    public void Run_PlainSgd_IsSgdAndNothingElse()
    {
        var findings = Run("t21_plain_sgd_float64").Findings;
        Assert.All(
            findings,
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, Words(finding))
        );
        Assert.DoesNotContain("could also be", FindingWords.Notes(findings[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AdamW", 0.0, 0.01, true)]
    [InlineData("torch.optim.AdamW", 0.0, 0.01, true)]
    [InlineData("AdamW", 0.01, 0.0, false)]
    [InlineData("AdamW", 0.0, 0.0, false)]
    [InlineData("Adam", 0.01, 0.0, true)]
    [InlineData("Adam", 0.0, 0.0, true)]
    [InlineData("adam", 0.0, 0.01, false)]
    public void Run_NameThatPromisesADecay_IsHeldToIt(string name, double coupled, double decoupled, bool passes)
    {
        var trace = Adam(coupled, decoupled) with { Name = name };
        Assert.Equal(passes, Passes(trace));
    }

    [Theory]
    [InlineData("beta1", 0.9, true)]
    [InlineData("beta1", 0.95, false)]
    [InlineData("beta2", 0.999, true)]
    [InlineData("beta2", 0.99, false)]
    [InlineData("eps", 1e-8, true)]
    [InlineData("eps", 1e-3, false)]
    [InlineData("weight_decay", 0.01, true)]
    [InlineData("weight_decay", 0.02, false)]
    [InlineData("weight_decay", 0.0, false)]
    [InlineData("momentum", 0.9, false)]
    [InlineData("momentum", 0.0, true)]
    [InlineData("amsgrad", 0.0, true)]
    [InlineData("amsgrad", 1.0, false)]
    public void Run_DeclaredValue_IsHeldAgainstTheNumbers(string key, double value, bool passes)
    {
        var trace = Adam(coupled: 0.01, decoupled: 0) with
        {
            Name = "adam",
            Declared = new Dictionary<string, double> { [key] = value },
        };
        Assert.Equal(passes, Passes(trace));
    }

    /// <summary>A name that nobody knows says nothing, and takes nothing from numbers that say it all.</summary>
    [Fact]
    public void Run_NameOfOnesOwn_IsUndecidedBesideAPass()
    {
        var findings = RecordedOptimizerCheck.Run(Adam(0, 0) with { Name = "my optimizer" }, threads: 1).Findings;
        Assert.Equal(Status.Undecided, findings[1].Status);
        Assert.True(findings[0].Status is Status.Agrees or Status.Rounding);
    }

    private static bool Passes(RecordedOptimizer trace)
    {
        var findings = RecordedOptimizerCheck.Run(trace, threads: 1).Findings;
        Assert.All(
            findings.Where(finding => finding.Key[KeyPart.Kind] == "updates"),
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, Words(finding))
        );
        return findings.All(finding => finding.Status is Status.Agrees or Status.Rounding);
    }

    /// <summary>Adam by a plain loop, with weight decay in the gradient and on the parameters.</summary>
    private static RecordedOptimizer Adam(double coupled, double decoupled) =>
        PlainTraces.Make(() =>
        {
            double m = 0,
                v = 0;
            return (theta, g, t) =>
            {
                const double gamma = 0.01;
                g += coupled * theta;
                theta -= gamma * decoupled * theta;
                m = 0.9 * m + 0.1 * g;
                v = 0.999 * v + 0.001 * g * g;
                return theta - gamma * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
            };
        });

    private static Survey Run(string name) =>
        RecordedOptimizerCheck.Run(
            Assert.IsType<RecordedOptimizer>(
                TraceRecognition.Read(
                    Path.Combine(Repository.Root, "tests", "Core.Tests", "Checks", "Traces", "Cases", $"{name}.npz")
                )
            ),
            threads: 2
        );

    private static string Words(Finding finding) => $"{finding.Id}: {finding.Status}, {finding.Cause}";
}
