using Compare.Torch.Models;
using Compare.Torch.Training;
using TorchSharp;

namespace Compare.Torch.Tests.Models;

public sealed class TorchAutoencoderTests
{
    private static readonly TorchOptions Float64 = new(TorchPrecision.Float64, TorchDevice.Cpu);
    private static readonly TorchOptions Float32 = new(TorchPrecision.Float32, TorchDevice.Cpu);

    public static TheoryData<string> Activations => [.. TorchAutoencoder.Activations];

    [Fact]
    public void Activations_AreThoseOfTheHomework() =>
        Assert.Equal(["relu", "sigmoid", "tanh", "identity", "negative"], TorchAutoencoder.Activations);

    [Theory]
    [MemberData(nameof(Activations))]
    public void Evaluate_Gradient_AgreesWithDifferences(string activation)
    {
        var plain = PlainAutoencoder.Example(activation);
        using var model = Model(plain, Float64);
        var gradient = model.Evaluate(plain.X, plain.B);

        for (var i = 0; i < plain.B; i++)
        for (var j = 0; j < plain.K; j++)
            Assert.True(Math.Abs(plain.PreActivation(i, j)) > 0.01, "too near relu's kink for differences");
        AssertAgree("dW1", plain, plain.W1, gradient.Gradients[0]);
        AssertAgree("dW2", plain, plain.W2, gradient.Gradients[1]);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Evaluate_Loss_AgreesWithPlainLoops(string activation)
    {
        var plain = PlainAutoencoder.Example(activation);
        using var model = Model(plain, Float64);
        var expected = plain.Loss();
        Assert.Equal(expected, model.Evaluate(plain.X, plain.B).Loss, tolerance: 1e-14 * expected);
        Assert.Equal(model.Evaluate(plain.X, plain.B).Loss, model.Loss(plain.X, plain.B));
    }

    /// <summary>W1 x = 0 exactly, and the gradient that arrives there is not: 0 is left of it only if relu'(0) is 0.</summary>
    [Fact]
    public void Evaluate_ReluAtZero_TakesDerivativeZero()
    {
        using var model = new TorchAutoencoder("relu", 2, 1, [1, -1], [1, 1], Float64);
        var gradient = model.Evaluate([1, 1], 1);
        Assert.Equal([0.0, 0.0], gradient.Gradients[0]);
        Assert.Equal(1.0, gradient.Loss);
    }

    /// <summary>Y = -(X W1^T) W2^T = (X W1^T) (-W2)^T, and a change of sign is exact.</summary>
    [Fact]
    public void Evaluate_Negative_IsIdentityWithDecoderNegated()
    {
        var plain = PlainAutoencoder.Example("negative");
        using var negative = Model(plain, Float64);
        using var identity = Model(plain with { Activation = "identity", W2 = [.. plain.W2.Select(w => -w)] }, Float64);
        var (one, other) = (negative.Evaluate(plain.X, plain.B), identity.Evaluate(plain.X, plain.B));
        Assert.Equal(one.Loss, other.Loss);
        Assert.Equal(one.Gradients[0], other.Gradients[0]);
        Assert.Equal(one.Gradients[1], other.Gradients[1].Select(g => -g));
    }

    [Fact]
    public void Evaluate_Twice_GivesTheSameNotTheSum()
    {
        var plain = PlainAutoencoder.Example("tanh");
        using var model = Model(plain, Float64);
        var first = model.Evaluate(plain.X, plain.B);
        var second = model.Evaluate(plain.X, plain.B);
        Assert.Equal(first.Gradients[0], second.Gradients[0]);
        Assert.Equal(first.Gradients[1], second.Gradients[1]);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Evaluate_Float32_IsFloatsNearFloat64(string activation)
    {
        var plain = PlainAutoencoder.Example(activation);
        using var narrow = Model(plain, Float32);
        using var wide = Model(plain, Float64);
        var (single, @double) = (narrow.Evaluate(plain.X, plain.B), wide.Evaluate(plain.X, plain.B));
        double[] a = [single.Loss, .. single.Gradients[0], .. single.Gradients[1]];
        double[] b = [@double.Loss, .. @double.Gradients[0], .. @double.Gradients[1]];
        Assert.All(a, value => Assert.Equal((double)(float)value, value));
        Assert.NotEqual(a, b);
        // Numbers of size one, some thirty operations each: 100 units in the last place are ample, and a float64 path gives none.
        Assert.All(a.Zip(b), pair => Assert.Equal(pair.Second, pair.First, tolerance: 100 * 6e-8));
    }

    [Theory]
    [InlineData(TorchPrecision.Float32)]
    [InlineData(TorchPrecision.Float64)]
    public void CopyParameter_ReturnsTheWeightsRounded(TorchPrecision precision)
    {
        double[] w1 = [0.1, 1 / 3.0, -7, 1e-30, 16777217, -0.3];
        double[] w2 = [1, 2, 3, 4, 5, 0.7];
        using var model = new TorchAutoencoder("tanh", 3, 2, w1, w2, new TorchOptions(precision, TorchDevice.Cpu));
        double Rounded(double w) => precision == TorchPrecision.Float32 ? (float)w : w;
        Assert.Equal(w1.Select(Rounded), model.CopyParameter(0));
        Assert.Equal(w2.Select(Rounded), model.CopyParameter(1));
    }

    /// <summary>d = 3, k = 2 and unequal images: any transposition or wrong stride gives other numbers.</summary>
    [Fact]
    public void Outputs_Integers_AreExact()
    {
        using var model = new TorchAutoencoder("relu", 3, 2, [1, 0, 2, 0, -1, 1], [1, 2, 3, 4, 5, 6], Float32);
        // a = (7, 1) and (-5, -2)
        Assert.Equal([9, 25, 41, 0, 0, 0], model.Outputs([1, 2, 3, 1, -1, -3], 2));
    }

    /// <summary>Bit for bit: libtorch adds a multiple with a single rounding. The second update would show a momentum.</summary>
    [Fact]
    public void Train_TwoUpdates_ArePlainSgd()
    {
        const double StepSize = 0.3;
        var plain = PlainAutoencoder.Example("sigmoid", batch: 5);
        int[][] batches =
        [
            [3, 0],
            [1, 4, 2],
        ];
        var (w1, w2) = (plain.W1, plain.W2);
        var expectedLosses = new List<double>();
        foreach (var rows in batches)
        {
            var x = Rows(plain, rows);
            using var step = Model(plain with { W1 = w1, W2 = w2 }, Float64);
            var gradient = step.Evaluate(x, rows.Length);
            expectedLosses.Add(gradient.Loss);
            (w1, w2) = (Updated(w1, gradient.Gradients[0]), Updated(w2, gradient.Gradients[1]));
        }
        using var model = Model(plain, Float64);

        using var training = new TorchTraining(model, new TorchSgd { LearningRate = StepSize });
        var losses = batches.Select(rows => training.Step(Rows(plain, rows), rows.Length));

        Assert.Equal(expectedLosses, losses);
        Assert.Equal(w1, model.CopyParameter(0));
        Assert.Equal(w2, model.CopyParameter(1));

        static double[] Updated(double[] w, double[] g) =>
            [.. w.Zip(g, (a, b) => Math.FusedMultiplyAdd(-StepSize, b, a))];
    }

    [Fact]
    public void Train_ManyUpdates_ReducesTheLossAndLeavesArgumentsAlone()
    {
        var plain = PlainAutoencoder.Example("identity", batch: 6);
        var (x, w1) = ((double[])plain.X.Clone(), (double[])plain.W1.Clone());
        using var model = Model(plain, Float64);
        var before = model.Loss(plain.X, plain.B);
        int[][] order =
        [
            [0, 1, 2],
            [3, 4, 5],
        ];
        using var training = new TorchTraining(model, new TorchSgd { LearningRate = 0.1 });
        for (var i = 0; i < 200; i++)
            training.Step(Rows(plain, order[i % 2]), 3);
        Assert.True(model.Loss(plain.X, plain.B) < before / 2);
        Assert.Equal(x, plain.X);
        Assert.Equal(w1, plain.W1);
    }

    [Fact]
    public void AllCalls_Repeated_LeaveNoTensorBehind()
    {
        var plain = PlainAutoencoder.Example("relu");
        using var model = Model(plain, Float32);
        void Use()
        {
            model.Evaluate(plain.X, plain.B);
            model.Loss(plain.X, plain.B);
            model.Outputs(plain.X, plain.B);
            using var training = new TorchTraining(model, new TorchSgd { LearningRate = 0.01 });
            training.Step(plain.X, plain.B);
            model.CopyParameter(0);
            model.CopyParameter(1);
        }
        Use();
        var before = torch.Tensor.TotalCount;
        for (var i = 0; i < 200; i++)
            Use();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Train_ManyUpdates_ReleasesTensorsAtEach()
    {
        var plain = PlainAutoencoder.Example("relu");
        using var model = Model(plain, Float32);
        var before = torch.Tensor.TotalCount;
        using var training = new TorchTraining(model, new TorchSgd { LearningRate = 0.01 });
        for (var i = 0; i < 1000; i++)
            training.Step(plain.X, plain.B);
        // Every update makes several tensors. The peak is that of the process, and no test needs many at once.
        Assert.True(torch.Tensor.PeakCount < before + 1000, $"{torch.Tensor.PeakCount} tensors at once");
    }

    [Fact]
    public void Dispose_ReleasesBothWeights()
    {
        var model = Model(PlainAutoencoder.Example("relu"), Float32);
        var before = torch.Tensor.TotalCount;
        model.Dispose();
        Assert.Equal(before - 2, torch.Tensor.TotalCount);
    }

    private static double[] Rows(PlainAutoencoder plain, int[] rows) =>
        [.. rows.SelectMany(row => plain.X.AsSpan(row * plain.D, plain.D).ToArray())];

    private static TorchAutoencoder Model(PlainAutoencoder plain, TorchOptions options) =>
        new(plain.Activation, plain.D, plain.K, plain.W1, plain.W2, options);

    private static void AssertAgree(string name, PlainAutoencoder plain, double[] weights, double[] gradient)
    {
        Assert.Equal(weights.Length, gradient.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            var (expected, error) = plain.Derivative(weights, i);
            Assert.True(error < 1e-8, $"{name}[{i}]: the differences are uncertain by {error:R}");
            Assert.True(
                Math.Abs(expected - gradient[i]) <= error,
                $"{plain.Activation} {name}[{i}]: autograd {gradient[i]:R}, differences {expected:R}, allowed {error:R}"
            );
        }
    }
}
