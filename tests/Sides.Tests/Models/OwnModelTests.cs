using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Sides;
using Compare.Torch;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Compare.Tests.Sides.Models;

/// <summary>Ten modules, each against itself written again, and against itself with one line wrong.</summary>
public sealed class OwnModelTests(ITestOutputHelper output)
{
    private const int Rows = 8;

    /// <summary>A mistake, and the layer or the part of the pass at which it has to be found.</summary>
    private sealed record Wrong(string Mistake, string Where, string? Cause = null);

    private sealed record Pair(Func<string, string, ScalarType, int, CheckResult> Check, params Wrong[] Wrongs);

    private static readonly Dictionary<string, Pair> Pairs = new()
    {
        ["perceptron"] = Plain(
            w => new Perceptron(w),
            t => Numbers(t, Rows, 12),
            Classes(4),
            CrossEntropy,
            new("activation", "drop.input", "another-function"),
            new("no bias", "fc2", "bias-left-out"),
            new("dropout", "drop", "another-setting"),
            new("detached", "drop"),
            new("sum", "loss", "another-reduction")
        ),
        ["lenet"] = Plain(
            w => new LeNet(w),
            t => Numbers(t, Rows, 1, 16, 16),
            Classes(10),
            CrossEntropy,
            new("padding", "conv1", "another-setting"),
            new("no bias", "conv2", "bias-left-out"),
            new("pooling", "pool1", "another-layer"),
            new("no relu", "pool1.input", "another-function"),
            new("flattened", "fc1.input", "another-order-of-elements")
        ),
        ["lstm"] = Plain(
            w => new LstmClassifier(w),
            t => Numbers(t, Rows, 6, 5),
            Classes(3),
            CrossEntropy,
            new("batch second", "lstm", "another-setting"),
            new("initial state", "lstm"),
            new("first step", "head.input", "another-reduction-of-axes"),
            new("mean", "head.input", "another-reduction-of-axes"),
            new("dropped", "lstm", "all-zero")
        ),
        ["transformer"] = Plain(
            w => new TransformerBlock(w),
            t => Numbers(t, Rows, 5, 8),
            t => Numbers(t, Rows, 5, 8),
            SquaredError,
            new("epsilon", "norm1", "another-setting"),
            new("scale", "result.input", "another-attention"),
            new("mask", "result.input", "another-attention"),
            new("residual", "norm2.input", "shortcut"),
            new("gelu", "down.input", "another-function")
        ),
        ["normalised"] = Plain(
            w => new NormalisedConvolutions(w),
            t => Numbers(t, Rows, 2, 6, 6),
            Classes(3),
            CrossEntropy,
            new("epsilon", "norm1", "another-setting"),
            new("momentum", "norm2", "another-setting"),
            new("evaluation", "norm2", "another-setting"),
            new("order", "norm1.input", "another-function"),
            new("pooling", "head.input", "another-reduction-of-axes")
        ),
        ["tied"] = Plain(
            w => new TiedAutoencoder(w),
            t => Numbers(t, Rows, 12),
            t => Numbers(t, Rows, 12),
            SquaredError,
            new("untied", "output", "untied"),
            new("no bias", "output", "parameter-left-out"),
            new("activation", "output"),
            new("detached", "gradient of W"),
            new("scaled", "output", "activation-factor")
        ),
        ["variational"] = Of<Variational, Tensor>(
            w => new Variational(w),
            t => Numbers(t, Rows, 12),
            Variational.Loss,
            new("deviation", "decoder"),
            new("no noise", "decoder"),
            new("half", "loss"),
            new("sign", "loss"),
            new("detached", "gradient")
        ),
        ["logistic"] = Plain(
            w => new Logistic(w),
            t => Numbers(t, Rows, 6),
            Classes(3),
            CrossEntropy,
            new("no bias", "linear", "bias-left-out"),
            new("scaled", "linear.input", "activation-factor"),
            new("centred", "linear.input", "centred"),
            new("sum", "loss", "another-reduction"),
            new("smoothing", "loss", "another-loss")
        ),
        ["bag"] = Of<Bag, (Tensor, Tensor, Tensor)>(
            w => new Bag(w),
            _ => Words(),
            (model, batch) => CrossEntropy(model.call(batch.Item1, batch.Item2), batch.Item3),
            new("sum", "bag", "activation-factor"),
            new("maximum", "bag"),
            new("no bias", "head", "bias-left-out"),
            new("shifted", "bag"),
            new("detached", "bag", "all-zero")
        ),
        ["residual"] = Plain(
            w => new ResidualBlock(w),
            t => Numbers(t, Rows, 16, 5, 5),
            t => Numbers(t, Rows, 16, 5, 5),
            SquaredError,
            new("no skip", "relu.call2.input", "shortcut"),
            new("skip after", "relu.call2.input", "shortcut"),
            new("half", "relu.call2.input", "shortcut"),
            new("no relu", "output", "function-left-out"),
            new("detached", "the output of relu", "all-zero")
        ),
    };

    public static TheoryData<string, ScalarType> Names =>
        new(Pairs.Keys.SelectMany(name => new[] { (name, ScalarType.Float32), (name, ScalarType.Float64) }));

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_ModuleWrittenAgain_Agrees(string name, ScalarType type)
    {
        var result = Pairs[name].Check("", "", type, 20);
        output.WriteLine(result.ToString());
        Assert.True(result.Passed, result.ToString());
        Assert.All(result.Findings, finding => Assert.NotEqual(Status.Undecided, finding.Status));
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void Check_ModuleWrittenAgainOverTwoHundredUpdates_Agrees(string name, ScalarType type)
    {
        var result = Pairs[name].Check("", "", type, 200);
        output.WriteLine(result.ToString());
        Assert.True(result.Passed, result.ToString());
        Assert.All(result.Findings, finding => Assert.NotEqual(Status.Undecided, finding.Status));
    }

    /// <summary>Where libtorch takes gradients from memory that nobody has written, the check computes another way, and says so.</summary>
    [Fact]
    public void Check_ConvolutionsOfFewChannels_AgreeOnEveryProcessor()
    {
        var wrong = ConvolutionProbe.CountWrong();
        for (var seed = 0; seed < 12; seed++)
        {
            manual_seed(seed);
            static nn.Module<Tensor, Tensor> Make() =>
                nn.Sequential(
                    ("first", nn.Conv2d(1, 3, 3, padding: 1)),
                    ("relu", nn.ReLU()),
                    ("second", nn.Conv2d(3, 5, 3, padding: 1)),
                    ("third", nn.Conv2d(5, 2, 3, padding: 1))
                );
            var result = OwnModel.Check(
                Make(),
                SquaredError,
                [(Numbers(ScalarType.Float32, Rows, 1, 7, 7), Numbers(ScalarType.Float32, Rows, 2, 7, 7))],
                Make(),
                updates: 5
            );
            Assert.True(result.Passed, result.ToString());
            Assert.DoesNotContain(result.Findings, finding => finding.Status == Status.Undecided);
            if (wrong > 0)
                Assert.Contains(
                    result.Findings[0].Notes,
                    note => note.Contains("without oneDNN", StringComparison.Ordinal)
                );
        }
        output.WriteLine($"{wrong} of {ConvolutionProbe.Tries} gradients wrong with oneDNN");
    }

    [Fact]
    public void Check_OneLineWrong_IsLocatedAndMostlyNamed()
    {
        int wrong = 0,
            located = 0,
            named = 0;
        foreach (var (name, pair) in Pairs)
        foreach (var mistake in pair.Wrongs)
        {
            var result = pair.Check("", mistake.Mistake, ScalarType.Float32, 20);
            var first = result.Findings[0];
            var isLocated = first.Location?.Tensor?.Contains(mistake.Where, StringComparison.Ordinal) == true;
            output.WriteLine(
                $"{(isLocated ? "" : "NOT ")}{name}, {mistake.Mistake}: {first.Status}, {first.Location}; {first.Cause?.Id}: {first.Cause?.Words}"
            );
            wrong++;
            Assert.Equal(Outcome.Fail, result.Outcome);
            if (mistake.Cause is not null)
                Assert.Equal(mistake.Cause, first.Cause?.Id);
            located += isLocated ? 1 : 0;
            named += first.Cause?.IsNamed == true ? 1 : 0;
        }
        output.WriteLine($"{wrong} wrong, {located} located, {named} named");
        Assert.Equal(wrong, located);
        Assert.InRange(named, wrong * 8 / 10, wrong);
    }

    private static Pair Plain(
        Func<string, nn.Module<Tensor, Tensor>> module,
        Func<ScalarType, Tensor> input,
        Func<ScalarType, Tensor> target,
        Func<Tensor, Tensor, Tensor> loss,
        params Wrong[] wrongs
    ) =>
        new(
            (right, wrong, type, updates) =>
            {
                TorchEnvironment.Require(TorchDevice.Cpu);
                manual_seed(1);
                using var it = module(right).to(type);
                using var other = module(wrong).to(type);
                return OwnModel.Check(
                    it,
                    loss,
                    [.. Enumerable.Range(0, 3).Select(_ => (input(type), target(type)))],
                    other,
                    updates,
                    rule: Momentum.Homework with
                    {
                        LearningRate = 0.01,
                    },
                    twinLoss: wrong switch
                    {
                        "sum" => (y, t) => F.cross_entropy(y, t, reduction: nn.Reduction.Sum),
                        "smoothing" => (y, t) => F.cross_entropy(y, t, label_smoothing: 0.1),
                        _ => null,
                    }
                );
            },
            wrongs
        );

    private static Pair Of<TModule, TBatch>(
        Func<string, TModule> module,
        Func<ScalarType, TBatch> batch,
        Func<TModule, TBatch, Tensor> loss,
        params Wrong[] wrongs
    )
        where TModule : nn.Module =>
        new(
            (right, wrong, type, updates) =>
            {
                TorchEnvironment.Require(TorchDevice.Cpu);
                manual_seed(1);
                using var it = module(right);
                using var other = module(wrong);
                it.to(type);
                other.to(type);
                return OwnModel.Check(
                    it,
                    loss,
                    [.. Enumerable.Range(0, 3).Select(_ => batch(type))],
                    other,
                    loss,
                    updates,
                    rule: Momentum.Homework with
                    {
                        LearningRate = 0.001,
                    }
                );
            },
            wrongs
        );

    private static Tensor Numbers(ScalarType type, params long[] shape) => randn(shape, dtype: type);

    private static Func<ScalarType, Tensor> Classes(int classes) =>
        _ => randint(0, classes, [Rows], dtype: ScalarType.Int64);

    private static (Tensor, Tensor, Tensor) Words() =>
        (
            randint(0, 20, [3 * Rows], dtype: ScalarType.Int64),
            arange(0, 3 * Rows, 3, dtype: ScalarType.Int64),
            randint(0, 3, [Rows], dtype: ScalarType.Int64)
        );

    private static Tensor CrossEntropy(Tensor y, Tensor t) => F.cross_entropy(y, t);

    private static Tensor SquaredError(Tensor y, Tensor t) => F.mse_loss(y, t);
}
