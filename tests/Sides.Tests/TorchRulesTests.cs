using Compare.Checks.Updates;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Reference.Optimizers.Schedules;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Support;

namespace Compare.Tests.Sides;

/// <summary>Every option that torch.optim has arrives there, and every one that it lacks is refused by name.</summary>
public sealed class TorchRulesTests
{
    private static IEnumerable<OptimizerRow> OfPyTorch =>
        OptimizerTable.Rows.Where(row =>
            row.Presets.TryGetValue("PyTorch", out var rule) && TorchRules.Refuses(rule) is null
        );

    private static readonly (string Name, Optimizer Rule)[] Supported =
    [
        .. OfPyTorch.Select(row => ($"{row.Name} of PyTorch", row.Presets["PyTorch"])),
        ("sgd, decay", Sgd.PyTorch with { WeightDecay = Decay }),
        ("momentum, Nesterov", Momentum.PyTorch with { Nesterov = true, MomentumFactor = 0.8 }),
        ("momentum, dampened", Momentum.PyTorch with { Dampening = 0.3, WeightDecay = Decay }),
        ("rmsprop, centred", RmsProp.PyTorch with { Centred = true, Epsilon = 1e-3, WeightDecay = Decay }),
        ("rmsprop, momentum", RmsProp.PyTorch with { MomentumFactor = 0.5, SmoothingConstant = 0.7 }),
        ("adam, AMSGrad", Adam.PyTorch with { AmsGrad = true, Beta1 = 0.7, Beta2 = 0.95, WeightDecay = Decay }),
        ("adamw", Adam.PyTorch with { WeightDecay = new() { Decoupled = 0.1 } }),
        (
            "adamw, AMSGrad",
            Adam.PyTorch with
            {
                AmsGrad = true,
                Beta2 = 0.95,
                WeightDecay = new() { Decoupled = 0.01 },
            }
        ),
        .. OfPyTorch.Select(row =>
            ($"{row.Name}, along a cosine", row.Presets["PyTorch"] with { Schedule = new CosineSchedule(40, 0.1) })
        ),
        ("nadam, all", NAdam.PyTorch with { Beta1 = 0.8, Beta2 = 0.99, MomentumDecay = 0.5, WeightDecay = Decay }),
        ("radam", RAdam.TorchSharp),
        ("radam, all", RAdam.TorchSharp with { Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3, WeightDecay = Decay }),
        ("adadelta, all", Adadelta.PyTorch with { SmoothingConstant = 0.7, Epsilon = 1e-3, WeightDecay = Decay }),
        (
            "adagrad, all",
            AdaGrad.PyTorch with
            {
                LearningRateDecay = 0.1,
                InitialAccumulator = 0.2,
                Epsilon = 1e-3,
                WeightDecay = Decay,
            }
        ),
    ];

    private static readonly (string Name, Optimizer Rule, string Option)[] Lacking =
    [
        (
            "decoupled",
            RmsProp.PyTorch with
            {
                WeightDecay = new() { Decoupled = 0.1 },
            },
            "weight decay outside the gradient"
        ),
        (
            "both decays",
            Adam.PyTorch with
            {
                WeightDecay = new() { Decoupled = 0.1, Coupled = 0.1 },
            },
            "two weight decays at once"
        ),
        ("sgd, falling", Sgd.PyTorch with { LearningRateDecay = 0.1 }, "learning-rate decay"),
        ("momentum of steps", Momentum.Keras, "a buffer of steps"),
        ("first buffer", Momentum.Sonnet with { Dampening = 0.1 }, "such a first buffer"),
        ("rmsprop inside", RmsProp.Keras, "epsilon inside the root"),
        ("rmsprop initial", RmsProp.PyTorch with { InitialAccumulator = 1 }, "an initial accumulator"),
        ("adam hat", Adam.Keras, "epsilon before the bias correction"),
        ("adam of the table", Adam.HomeworkTable, "such a bias correction"),
        ("adam from 0", Adam.PyTorch with { FirstCount = 0 }, "another first step count"),
        ("nadam constant", NAdam.Optax, "constant momentum"),
        (
            "adadelta outside",
            Adadelta.PyTorch with
            {
                EpsilonPlacement = EpsilonPlacement.OutsideRoot,
            },
            "epsilon outside the roots"
        ),
        ("adagrad inside", AdaGrad.Keras, "epsilon inside the root"),
        (
            "radam once",
            RAdam.PyTorch,
            "step that is multiplied by the step size once: TorchSharp 0.107 multiplies a rectified step by it twice"
        ),
        ("radam, corrected first", RAdam.Optax with { SquaresStepSize = true }, "epsilon after the bias correction"),
        ("adamax outside", Adamax.Keras, "epsilon outside the maximum"),
    ];

    public static TheoryData<string> SupportedNames => [.. Supported.Select(row => row.Name)];

    public static TheoryData<string> LackingNames => [.. Lacking.Select(row => row.Name)];

    private static WeightDecay Decay => new() { Coupled = 0.1 };

    [Theory]
    [MemberData(nameof(SupportedNames))]
    public void For_OptionOfTorch_AgreesStepLocked(string name)
    {
        var rule = Supported.Single(row => row.Name == name).Rule;

        var findings = new StepLockedCheck(new ReferenceSide(), TorchSide.Open("cpu", 1)).Run(
            SmallRuns.Classifier(rule, 30),
            TestContext.Current.CancellationToken
        );

        Assert.All(
            findings,
            finding =>
                Assert.True(
                    finding.Status is Status.Agrees or Status.Rounding,
                    $"{finding.Id}: {finding.Status}, {finding.Location?.ToString()}"
                )
        );
    }

    [Theory]
    [MemberData(nameof(LackingNames))]
    public void For_OptionThatTorchLacks_IsRefusedByName(string name)
    {
        var (_, rule, option) = Lacking.Single(row => row.Name == name);

        var error = Assert.Throws<NotSupportedException>(() => TorchRules.For(rule));

        Assert.Equal($"torch.optim's {rule.Name} has no {option}.", error.Message);
    }
}
