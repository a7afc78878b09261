#pragma warning disable IDE1006 // RegisterComponents names layers after their fields.
using Compare.Reference.Graphs;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Sides;
using Compare.Torch;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Compare.Tests.Sides.Models;

/// <summary>A module against implementations on plain arrays and graphs, its optimizer, and what stands in the way of a comparison.</summary>
public sealed class TwinTests(ITestOutputHelper output)
{
    private const int Rows = 6,
        Inputs = 4,
        Outputs = 3;

    /// <summary>Linear regression by hand, right or with one line wrong: W (Outputs x Inputs), b (Outputs).</summary>
    private static TwinGradient Regression(string wrong) =>
        (parameters, x, target) =>
        {
            var (w, b) = (parameters[0], parameters[1]);
            double[] y = new double[Rows * Outputs],
                dW = new double[w.Length],
                db = new double[b.Length];
            var loss = 0.0;
            for (var row = 0; row < Rows; row++)
            for (var o = 0; o < Outputs; o++)
            {
                var sum = wrong == "no bias" ? 0 : b[o];
                for (var i = 0; i < Inputs; i++)
                    sum += w[o * Inputs + i] * x[row * Inputs + i];
                y[row * Outputs + o] = sum;
                var error = sum - target[row * Outputs + o];
                loss += error * error / (Rows * Outputs);
                var delta = (wrong == "factor" ? 1 : 2) * error / (Rows * Outputs);
                db[o] += wrong == "sign" ? -delta : delta;
                for (var i = 0; i < Inputs; i++)
                    dW[o * Inputs + i] += delta * x[row * Inputs + i];
            }
            return new TwinPass(
                loss,
                wrong == "one element"
                    ?
                    [
                        [1 + dW[0], .. dW[1..]],
                        db,
                    ]
                    : [dW, db]
            )
            {
                Layers = [("output", y)],
            };
        };

    private static (nn.Module<Tensor, Tensor> Module, (Tensor, Tensor)[] Batches) Linear(ScalarType type)
    {
        TorchEnvironment.Require(TorchDevice.Cpu);
        manual_seed(1);
        return (
            nn.Linear(Inputs, Outputs).to(type),
            [
                .. Enumerable
                    .Range(0, 2)
                    .Select(_ => (randn([Rows, Inputs], dtype: type), randn([Rows, Outputs], dtype: type))),
            ]
        );
    }

    private static List<double> Sums(nn.Module module) =>
        [.. module.parameters().Select(parameter => parameter.to(float64).sum().item<double>())];

    private static Tensor Loss(Tensor y, Tensor t) => F.mse_loss(y, t);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Check_RightArrays_Agrees(ScalarType type)
    {
        var (module, batches) = Linear(type);
        var before = Sums(module);
        var result = OwnModel.Check(module, Loss, batches, Regression(""), updates: 200, rule: Adam.Homework);
        output.WriteLine(result.ToString());
        Assert.All(result.Findings, finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding));
        Assert.Equal(before, Sums(module));
    }

    [Theory]
    [InlineData("no bias", "activation output", "bias-left-out")]
    [InlineData("factor", "gradient of bias", "gradient-factor")]
    [InlineData("sign", "gradient of bias", "gradient-factor")]
    [InlineData("one element", "gradient of weight", "hint")]
    public void Check_WrongArrays_Disagrees(string wrong, string where, string cause)
    {
        var (module, batches) = Linear(ScalarType.Float32);
        var result = OwnModel.Check(module, Loss, batches, Regression(wrong));
        output.WriteLine(result.ToString());
        Assert.Equal(Outcome.Fail, result.Outcome);
        Assert.Equal(where, result.Findings[0].Location?.Tensor);
        Assert.Equal(cause, result.Findings[0].Cause?.Id);
        if (where.StartsWith("gradient", StringComparison.Ordinal))
            Assert.Contains(result.Findings[0].Notes, note => note.Contains("side with A", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Check_ModuleWithAWrongBackwardPass_SidesWithTheTwin(ScalarType type)
    {
        var (_, batches) = Linear(type);
        var module = new Straight(type);
        var result = OwnModel.Check(module, Loss, batches, Regression(""));
        output.WriteLine(result.ToString());
        Assert.Equal(Outcome.Fail, result.Outcome);
        Assert.Contains(result.Findings[0].Notes, note => note.Contains("side with B", StringComparison.Ordinal));
    }

    /// <summary>Linear, with a weight whose gradient is halved on the way back.</summary>
    private sealed class Straight : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter weight;
        private readonly TorchSharp.Modules.Parameter bias;

        public Straight(ScalarType type)
            : base(nameof(Straight))
        {
            weight = nn.Parameter(randn(Outputs, Inputs, dtype: type));
            bias = nn.Parameter(randn(Outputs, dtype: type));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => x.matmul((0.5 * weight + 0.5 * weight.detach()).t()) + bias;
    }

    [Fact]
    public void Check_OwnUpdate_IsHeldAgainstTheRule()
    {
        var (module, batches) = Linear(ScalarType.Float64);
        var rule = Momentum.Homework with { LearningRate = 0.01 };
        CheckResult With(double momentum)
        {
            double[][] m = [];
            return OwnModel.Check(
                module,
                Loss,
                batches,
                Regression(""),
                rule: rule,
                twinUpdate: (parameters, gradients, update) =>
                {
                    if (update == 1)
                        m = [.. parameters.Select(parameter => new double[parameter.Length])];
                    for (var p = 0; p < parameters.Length; p++)
                    for (var i = 0; i < parameters[p].Length; i++)
                        parameters[p][i] -= 0.01 * (m[p][i] = momentum * m[p][i] + gradients[p][i]);
                }
            );
        }

        var right = With(rule.MomentumFactor);
        Assert.All(right.Findings, finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding));
        var wrong = With(0.8);
        var finding = Assert.Single(wrong.Findings, finding => finding.Status == Status.Disagrees);
        Assert.Equal("B", finding.Key[KeyPart.Party]);
        Assert.Contains("0.8", finding.Cause!.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OptimizersOfTwoModules_AreToldApart()
    {
        var (module, batches) = Linear(ScalarType.Float64);
        CheckResult With(double epsilon) =>
            OwnModel.Check(
                module,
                Loss,
                batches,
                nn.Linear(Inputs, Outputs, dtype: ScalarType.Float64),
                updates: 40,
                optimizer: p => optim.Adam(p, lr: 0.01, beta2: 0.999),
                twinOptimizer: p => optim.Adam(p, lr: 0.01, beta2: 0.999, eps: epsilon)
            );

        var right = With(1e-8);
        output.WriteLine(right.ToString());
        Assert.All(right.Findings, finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding));
        var wrong = With(1e-6);
        output.WriteLine(wrong.ToString());
        var finding = Assert.Single(wrong.Findings, finding => finding.Status == Status.Disagrees);
        Assert.Contains("epsilon", finding.Cause!.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Check_Graph_JudgesTheModuleWithinDerivedBounds(ScalarType type)
    {
        var (module, batches) = Linear(type);
        CheckResult With(Func<Node, Node> made) =>
            OwnModel.Check(
                module,
                Loss,
                batches,
                (parameters, x, t) => (x.MatMul(parameters[0].Transpose()) + made(parameters[1]) - t).Square().Mean(),
                rule: new Sgd { LearningRate = 0.1 }
            );

        var right = With(b => b);
        output.WriteLine(right.ToString());
        Assert.All(right.Findings, finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding));
        Assert.Contains(right.Findings, finding => finding.Basis == Basis.Derived);
        Assert.Equal(Outcome.Fail, With(b => 1.001 * b).Outcome);
    }

    [Fact]
    public void Check_TwinOfOtherNamesAndOrientation_IsMapped()
    {
        var (module, batches) = Linear(ScalarType.Float64);
        var result = OwnModel.Check(module, Loss, batches, new Transposed());
        output.WriteLine(result.ToString());
        Assert.True(result.Passed);
        Assert.Contains(
            result.Findings[0].Notes,
            note => note.Contains("weight = W, transposed; bias = offset", StringComparison.Ordinal)
        );
    }

    private sealed class Transposed : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter W = nn.Parameter(randn(Inputs, Outputs, dtype: float64));
        private readonly TorchSharp.Modules.Parameter offset = nn.Parameter(randn(Outputs, dtype: float64));

        public Transposed()
            : base(nameof(Transposed)) => RegisterComponents();

        public override Tensor forward(Tensor x) => x.matmul(W) + offset;
    }

    [Fact]
    public void Check_DropoutAgainstArrays_IsUndecided()
    {
        TorchEnvironment.Require(TorchDevice.Cpu);
        manual_seed(1);
        var module = nn.Sequential(("linear", nn.Linear(Inputs, Outputs)), ("drop", nn.Dropout(0.5)));
        var (_, batches) = Linear(ScalarType.Float32);
        var result = OwnModel.Check(module, Loss, batches, Regression(""));
        Assert.Equal(Outcome.Undecided, result.Outcome);
        Assert.StartsWith("drop draws random numbers", result.Findings[0].Cause!.Words, StringComparison.Ordinal);
        // In evaluation mode it is the linear layer alone.
        module.eval();
        Assert.True(OwnModel.Check(module, Loss, batches, Regression("")).Passed);
    }

    [Fact]
    public void Check_ModuleThatCounts_IsUndecided()
    {
        var (_, batches) = Linear(ScalarType.Float32);
        var result = OwnModel.Check(new Counting(), Loss, batches, new Counting());
        Assert.Equal(Outcome.Undecided, result.Outcome);
        Assert.Contains("another each time", result.Findings[0].Cause!.Words, StringComparison.Ordinal);
    }

    private sealed class Counting : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear linear = nn.Linear(Inputs, Outputs);
        private int _calls;

        public Counting()
            : base(nameof(Counting)) => RegisterComponents();

        public override Tensor forward(Tensor x) => linear.call(x) * ++_calls;
    }

    /// <summary>A frozen layer has no gradient, and torch.optim does not even decay it.</summary>
    [Fact]
    public void Check_FrozenLayer_IsLeftAloneByTheUpdates()
    {
        var (_, batches) = Linear(ScalarType.Float64);
        static nn.Module<Tensor, Tensor> Make()
        {
            var first = nn.Linear(Inputs, Inputs, dtype: ScalarType.Float64);
            foreach (var parameter in first.parameters())
                parameter.requires_grad = false;
            return nn.Sequential(("first", first), ("last", nn.Linear(Inputs, Outputs, dtype: ScalarType.Float64)));
        }
        var rule = Adam.PyTorch with { WeightDecay = WeightDecay.None with { Decoupled = 0.1 } };
        var result = OwnModel.Check(Make(), Loss, batches, Make(), rule: rule);
        output.WriteLine(result.ToString());
        Assert.True(result.Passed, result.ToString());
        Assert.DoesNotContain(result.Findings, finding => finding.Status == Status.Undecided);
    }

    /// <summary>
    /// Where a unit switches at every update, gradients are never compared; nothing else makes up for that. The twin's relu lets what is a
    /// rounding below zero pass, and its gradient is wrong.
    /// </summary>
    [Fact]
    public void Check_GradientsThatAreNeverCompared_DoNotPass()
    {
        TorchEnvironment.Require(TorchDevice.Cpu);
        manual_seed(1);
        var batch = (randn([Rows, Inputs], dtype: float32), randn([Rows, Outputs], dtype: float32));
        var result = OwnModel.Check(new Switching(0), Loss, [batch], new Switching(1e-9));
        output.WriteLine(result.ToString());
        Assert.NotEqual(Outcome.Pass, result.Outcome);
    }

    private sealed class Switching : nn.Module<Tensor, Tensor>
    {
        private readonly double _moved;
        private readonly TorchSharp.Modules.Linear linear = nn.Linear(Inputs, Outputs);

        public Switching(double moved)
            : base(nameof(Switching))
        {
            _moved = moved;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = linear.call(x).relu();
            return y + (_moved == 0 ? 0 * y : 1e-9 - (y - y.detach()) * 0.5);
        }
    }

    [Fact]
    public void Check_WhatCannotBeCompared_IsRefusedOrNamed()
    {
        var (module, batches) = Linear(ScalarType.Float32);
        Assert.Throws<ArgumentException>(() => OwnModel.Check(module, Loss, batches, module));
        Assert.Throws<ArgumentException>(() => OwnModel.Check(module, Loss, [], Regression("")));
        Assert.Throws<ArgumentException>(() => OwnModel.Check(module, (y, t) => y - t, batches, Regression("")));
        Assert.Throws<ArgumentException>(() =>
            OwnModel.Check(module, Loss, batches, (_, _, _) => new TwinPass(0, [1.0]))
        );
        Assert.Throws<NotSupportedException>(() =>
            OwnModel.Check(module, Loss, batches, Regression(""), rule: OptimizerTable.Named("lion"))
        );
        var misshapen = OwnModel.Check(module, Loss, batches, nn.Linear(Inputs + 1, Outputs));
        Assert.Equal(Cause.ShapeId, misshapen.Findings[0].Cause?.Id);
        TwinGradient throwing = (_, _, _) => throw new InvalidOperationException("not today");
        var thrown = OwnModel.Check(module, Loss, batches, throwing);
        Assert.Contains("not today", thrown.Findings[0].Cause!.Words, StringComparison.Ordinal);
    }
}
