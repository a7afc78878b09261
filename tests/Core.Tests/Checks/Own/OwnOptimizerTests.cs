using Compare.Checks.Own;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

/// <summary>Optimizers written as plain loops, right and wrong ones, and what the check says of them.</summary>
public sealed class OwnOptimizerTests
{
    private static readonly Dictionary<string, (Func<PlainTraces.Step> Element, Optimizer Rule)> Right = new()
    {
        ["sgd"] = (PlainTraces.Sgd(0.01), Sgd.Homework),
        ["sgd decay"] = (
            PlainTraces.Sgd(0.01, decay: 0.1),
            Sgd.Homework with
            {
                WeightDecay = new WeightDecay { Coupled = 0.1 },
            }
        ),
        ["momentum"] = (PlainTraces.Momentum(0.01, 0.9), Momentum.Homework),
        ["momentum Keras"] = (PlainTraces.KerasMomentum(0.01, 0.9), Momentum.Keras),
        ["momentum Nesterov"] = (
            PlainTraces.Momentum(0.01, 0.9, nesterov: true),
            Momentum.Homework with
            {
                Nesterov = true,
            }
        ),
        ["rmsprop"] = (PlainTraces.RmsProp(0.01, 0.9, 1e-8), RmsProp.Homework),
        ["rmsprop Keras"] = (PlainTraces.RmsProp(0.001, 0.9, 1e-7, inside: true), RmsProp.Keras),
        ["adam"] = (PlainTraces.Adam(0.01, 0.9, 0.999, 1e-8), Adam.Homework),
        ["adam PyTorch"] = (PlainTraces.Adam(0.001, 0.9, 0.999, 1e-8), Adam.PyTorch),
        ["adam Keras"] = (PlainTraces.KerasAdam(0.001, 0.9, 0.999, 1e-7), Adam.Keras),
        ["adam ONNX"] = (PlainTraces.OnnxAdam(0.01, 0.9, 0.999, 1e-6), Adam.Onnx),
        ["adam AMSGrad"] = (
            PlainTraces.Adam(0.01, 0.9, 0.9, 1e-8, amsgrad: true),
            Adam.Homework with
            {
                AmsGrad = true,
                Beta2 = 0.9,
            }
        ),
        ["adagrad"] = (PlainTraces.AdaGrad(0.01, 1e-8), AdaGrad.Homework),
        ["adagrad Keras"] = (PlainTraces.AdaGrad(0.001, 1e-7, inside: true, initial: 0.1), AdaGrad.Keras),
    };

    private static readonly Dictionary<string, (Func<PlainTraces.Step> Element, Optimizer Rule, string Cause)> Wrong =
        new()
        {
            ["uphill"] = (
                () => (theta, g, _) => theta + 0.01 * g,
                Sgd.Homework,
                "the step goes up the gradient instead of down, against (O.8): subtract the step"
            ),
            ["step size"] = (
                PlainTraces.Sgd(0.02),
                Sgd.Homework,
                "the step size is 0.02 instead of 0.01, against (O.4): set it to 0.01"
            ),
            ["decay forgotten"] = (
                PlainTraces.Sgd(0.01),
                Sgd.Homework with
                {
                    WeightDecay = new WeightDecay { Coupled = 0.1 },
                },
                "the weight decay is missing, against (O.1)"
            ),
            ["decay not asked for"] = (
                PlainTraces.Sgd(0.01, decay: 0.02),
                Sgd.Homework,
                "the coupled weight decay is 0.02 instead of 0, against (O.1)"
            ),
            ["Nesterov"] = (
                PlainTraces.Momentum(0.01, 0.9, nesterov: true),
                Momentum.Homework,
                "the step looks ahead as Nesterov's does, against (O.17)"
            ),
            ["dampening"] = (
                PlainTraces.Momentum(0.01, 0.9, dampening: 0.25),
                Momentum.Homework,
                "the dampening is 0.25 instead of 0, against (O.15)"
            ),
            ["epsilon inside"] = (
                PlainTraces.RmsProp(0.01, 0.9, 1e-8, inside: true),
                RmsProp.Homework,
                "epsilon stands inside the root, against (O.9): add it after the root"
            ),
            ["centred"] = (
                PlainTraces.RmsProp(0.01, 0.9, 1e-8, centred: true),
                RmsProp.Homework,
                "the denominator is centred"
            ),
            ["epsilon missing"] = (PlainTraces.AdaGrad(0.01, 0), AdaGrad.Homework, "epsilon is missing, against (O.9)"),
            ["two mistakes"] = (
                PlainTraces.Momentum(0.01, 0.95, nesterov: true),
                Momentum.Homework,
                "the step looks ahead as Nesterov's does, against (O.17): take the step from the buffer alone; and together with it the momentum factor is 0.95 instead of 0.9"
            ),
            ["two hyper-parameters"] = (
                PlainTraces.Adam(0.01, 0.9, 0.99, 1e-7),
                Adam.Homework,
                "the beta2 is 0.99 instead of 0.999, against (O.31): set it to 0.999; and together with it the epsilon is 1E-07 instead of 1E-08"
            ),
            ["corrections"] = (
                PlainTraces.UncorrectedAdam(0.01, 0.9, 0.999, 1e-8, first: true, second: true),
                Adam.Homework,
                "neither m nor v is corrected for its bias, against (O.35)"
            ),
            ["epsilon hat"] = (
                PlainTraces.KerasAdam(0.01, 0.9, 0.999, 1e-8),
                Adam.Homework,
                "epsilon is added before the bias correction of v, against (O.37)"
            ),
            ["another rule"] = (
                PlainTraces.AdaGrad(0.02, 1e-7),
                Adam.Homework,
                "it follows another rule, adagrad, epsilon outside the root (O.9): step size 0.02; epsilon 1E-07"
            ),
        };

    public static TheoryData<string> RightNames => [.. Right.Keys];

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(RightNames))]
    public void Check_RightOptimizer_PassesAndStatesItsPower(string name)
    {
        var (element, rule) = Right[name];

        var result = OwnOptimizer.Check(Step(element), rule);

        Assert.True(result.Passed, result.ToString());
        result.AssertAgrees();
        var power = Assert.Single(result.Findings).Power;
        Assert.NotNull(power);
        Assert.InRange(power.Tried, 1, int.MaxValue);
        Assert.True(power.Caught == power.Tried, power.ToString());
    }

    [Theory]
    [MemberData(nameof(RightNames))]
    public void Check_RightOptimizerInSinglePrecision_Passes(string name)
    {
        var (element, rule) = Right[name];
        var inDouble = Step(element);

        var result = OwnOptimizer.CheckSingle(
            (theta, gradient, update) =>
            {
                var wide = new double[theta.Length];
                for (var i = 0; i < wide.Length; i++)
                    wide[i] = theta[i];
                var g = new double[wide.Length];
                for (var i = 0; i < wide.Length; i++)
                    g[i] = gradient[i];
                inDouble(wide, g, update);
                for (var i = 0; i < wide.Length; i++)
                    theta[i] = (float)wide[i];
            },
            rule
        );

        Assert.True(result.Passed, result.ToString());
    }

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void Check_WrongOptimizer_NamesTheCause(string name)
    {
        var (element, rule, cause) = Wrong[name];

        var result = OwnOptimizer.Check(Step(element), rule, "mine");

        Assert.False(result.Passed);
        var finding = Assert.Single(result.Findings);
        Assert.True(finding.Cause?.ToString().StartsWith(cause, StringComparison.Ordinal), finding.Cause?.ToString());
        Assert.Matches(
            @"^update \d+, theta\[\d+\] \(gradients of .+\): yours \S+, right \S+",
            finding.Location?.ToString()
        );
        Assert.Null(finding.Power);
    }

    [Fact]
    public void AssertAgrees_WrongOptimizer_ThrowsTheReview()
    {
        var (element, rule, _) = Wrong["step size"];

        var review = Assert
            .Throws<DisagreementException>(() => OwnOptimizer.Check(Step(element), rule, "mine").AssertAgrees())
            .Message;

        Assert.StartsWith("mine against sgd: 1 of 1 comparisons disagree.", review, StringComparison.Ordinal);
        Assert.Contains("cause: the step size is 0.02 instead of 0.01", review, StringComparison.Ordinal);
        Assert.Contains("where: update ", review, StringComparison.Ordinal);
        Assert.Contains("error ", review, StringComparison.Ordinal);
    }

    /// <summary>One part in a million of a step: far below what any curve shows.</summary>
    [Fact]
    public void Check_StepSizeOffByOnePartInAMillion_IsNoticedAndSolvedFor()
    {
        var result = OwnOptimizer.Check(Step(PlainTraces.Adam(0.01000001, 0.9, 0.999, 1e-8)), Adam.Homework);

        Assert.StartsWith(
            "the step size is 0.01000001 instead of 0.01",
            Assert.Single(result.Findings).Cause?.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Check_MistakeOfNoCatalogue_GivesTheStrongestHint()
    {
        // Every third update is half a step.
        var result = OwnOptimizer.Check(
            Step(() => (theta, g, t) => theta - (t % 3 == 0 ? 0.005 : 0.01) * g),
            Sgd.Homework
        );

        var cause = Assert.Single(result.Findings).Cause;
        Assert.StartsWith(
            "no mistake of the catalogue and no two of them reproduce it: ",
            cause!.Words,
            StringComparison.Ordinal
        );
        Assert.Equal(Cause.HintId, cause.Id);
        Assert.EndsWith("the first that is off is that of update 3", cause.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_StepThatThrows_SaysAtWhichUpdate()
    {
        var result = OwnOptimizer.Check(
            (_, _, update) =>
            {
                if (update == 3)
                    throw new InvalidOperationException("no buffer");
            },
            Sgd.Homework
        );

        Assert.Equal(
            "the step function threw InvalidOperationException at update 3: no buffer",
            Assert.Single(result.Findings).Cause?.ToString()
        );
    }

    [Fact]
    public void Check_StepSizeZero_ShowsNothing()
    {
        var result = OwnOptimizer.Check((_, _, _) => { }, Sgd.Homework with { LearningRate = 0 });

        Assert.False(result.Passed);
        Assert.Equal(Status.Vacuous, Assert.Single(result.Findings).Status);
    }

    private static OptimizerStep Step(Func<PlainTraces.Step> element)
    {
        var steps = Enumerable.Range(0, OwnOptimizer.Parameters).Select(_ => element()).ToArray();
        return (theta, gradient, update) =>
        {
            for (var i = 0; i < theta.Length; i++)
                theta[i] = steps[i](theta[i], gradient[i], update);
        };
    }
}
