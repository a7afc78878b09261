using Compare.Checks.Own;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Sides;
using static TorchSharp.torch;

namespace Compare.Tests.Sides;

/// <summary>torch.optim's own optimizers over several tensors, as the one in question and as the rule.</summary>
public sealed class TorchOptimizerTests(ITestOutputHelper output)
{
    private static readonly int[] Lengths = [5, OwnOptimizer.Parameters, 60];

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Float64)]
    public void Step_OfSeveralTensors_FollowsItsRule(Precision precision)
    {
        var result = OwnOptimizer.Check(
            TorchOptimizer.Step(p => optim.Adam(p, lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8), precision),
            [Adam.PyTorch with { LearningRate = 0.01 }],
            Lengths,
            precision
        );
        Assert.Equal(Lengths.Length, result.Findings.Count);
        Assert.All(
            result.Findings,
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, result.ToString())
        );
    }

    /// <summary>A hyper-parameter of another framework's.</summary>
    [Fact]
    public void Step_WithAnotherBeta_SaysWhich()
    {
        var result = OwnOptimizer.Check(
            TorchOptimizer.Step(p => optim.Adam(p, beta2: 0.99)),
            [Adam.PyTorch],
            [OwnOptimizer.Parameters]
        );
        output.WriteLine(result.ToString());
        Assert.Equal(Outcome.Fail, result.Outcome);
        Assert.Contains("0.99 instead of 0.999", result.Findings[0].Cause!.Words, StringComparison.Ordinal);
    }

    /// <summary>Weight decay for the first tensor alone, as for weights and biases.</summary>
    [Theory]
    [InlineData(0.1, 0, true)]
    [InlineData(0.1, 0.1, false)]
    [InlineData(0, 0, false)]
    public void Step_WithGroups_IsHeldAgainstTheRuleOfEach(double first, double second, bool isRight)
    {
        var result = OwnOptimizer.Check(
            TorchOptimizer.Step(p =>
                optim.AdamW(
                    [
                        new global::TorchSharp.Modules.AdamW.ParamGroup(
                            [p[0]],
                            lr: 0.01,
                            beta2: 0.999,
                            weight_decay: first
                        ),
                        new global::TorchSharp.Modules.AdamW.ParamGroup(
                            [p[1]],
                            lr: 0.01,
                            beta2: 0.999,
                            weight_decay: second
                        ),
                    ],
                    lr: 0.01
                )
            ),
            [
                Adam.PyTorch with
                {
                    LearningRate = 0.01,
                    WeightDecay = WeightDecay.None with { Decoupled = 0.1 },
                },
                Adam.PyTorch with
                {
                    LearningRate = 0.01,
                    WeightDecay = WeightDecay.None,
                },
            ],
            [OwnOptimizer.Parameters, OwnOptimizer.Parameters]
        );
        output.WriteLine(result.ToString());
        Assert.Equal(isRight, result.Passed);
        if (!isRight)
            Assert.Contains(
                "decay",
                result.Findings.First(f => f.Status == Status.Disagrees).Cause!.Words,
                StringComparison.Ordinal
            );
    }

    /// <summary>A counter that counts tensors and not updates: the second tensor's corrections are those of another update.</summary>
    [Fact]
    public void Check_CounterOfTensors_IsCaught()
    {
        static OptimizerUpdate By(bool isRight) =>
            (parameters, gradients, update) =>
            {
                for (var p = 0; p < parameters.Length; p++)
                {
                    if (update == 1 && p == 0)
                        (State.M, State.V, State.Count) = ([], [], 0);
                    if (update == 1)
                    {
                        State.M.Add(new double[parameters[p].Length]);
                        State.V.Add(new double[parameters[p].Length]);
                    }
                    State.Count++;
                    var n = isRight ? update : State.Count;
                    for (var i = 0; i < parameters[p].Length; i++)
                    {
                        var g = gradients[p][i];
                        var m = State.M[p][i] = 0.9 * State.M[p][i] + 0.1 * g;
                        var v = State.V[p][i] = 0.999 * State.V[p][i] + 0.001 * g * g;
                        parameters[p][i] -=
                            0.001 * (m / (1 - Math.Pow(0.9, n))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, n))) + 1e-8);
                    }
                }
            };
        Assert.True(OwnOptimizer.Check(By(true), [Adam.PyTorch], [9, 40]).Passed);
        var wrong = OwnOptimizer.Check(By(false), [Adam.PyTorch], [9, 40]);
        output.WriteLine(wrong.ToString());
        Assert.All(wrong.Findings, finding => Assert.Equal(Status.Disagrees, finding.Status));
    }

    private static class State
    {
        public static List<double[]> M = [];
        public static List<double[]> V = [];
        public static int Count;
    }

    [Fact]
    public void RuleOf_TorchsOptimizers_AreFound()
    {
        var nadam = TorchOptimizer.RuleOf(p => optim.NAdam(p, lr: 0.004));
        Assert.Equal(("nadam", 0.004), (nadam.Name, nadam.LearningRate));
        var sgd = TorchOptimizer.RuleOf(p => optim.SGD(p, 0.02, momentum: 0.8, nesterov: true));
        Assert.Contains("Nesterov", sgd.Words, StringComparison.Ordinal);
        Assert.Equal(0.8, Assert.IsType<Momentum>(sgd).MomentumFactor, 1e-12);
    }

    [Fact]
    public void Check_WhatDoesNotFit_IsRefused()
    {
        OptimizerUpdate nothing = (_, _, _) => { };
        Assert.Throws<ArgumentException>(() => OwnOptimizer.Check(nothing, [Adam.PyTorch], []));
        Assert.Throws<ArgumentException>(() => OwnOptimizer.Check(nothing, [Adam.PyTorch], [3, 0]));
        Assert.Throws<ArgumentException>(() => OwnOptimizer.Check(nothing, [Adam.PyTorch, Adam.PyTorch], [3]));
    }
}
