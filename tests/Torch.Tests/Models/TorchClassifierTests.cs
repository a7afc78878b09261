using Compare.Torch.Models;

namespace Compare.Torch.Tests.Models;

public sealed class TorchClassifierTests
{
    private static readonly TorchOptions Float64 = new(TorchPrecision.Float64, TorchDevice.Cpu);

    [Fact]
    public void Evaluate_LossAndOutputs_AgreeWithPlainLoops()
    {
        var plain = PlainClassifier.Example();
        using var model = Model(plain);

        Assert.Equal(plain.Loss(), model.Evaluate(plain.X, plain.Batch, plain.Labels).Loss, tolerance: 1e-14);
        Assert.Equal(plain.Loss(), model.Loss(plain.X, plain.Batch, plain.Labels), tolerance: 1e-14);
        var logits = model.Outputs(plain.X, plain.Batch);
        for (var image = 0; image < plain.Batch; image++)
        for (var output = 0; output < 5; output++)
            Assert.Equal(plain.Logit(image, output), logits[5 * image + output], tolerance: 1e-14);
    }

    /// <summary>Central differences with one extrapolation; what is left of their error is estimated by how much that changed.</summary>
    [Fact]
    public void Evaluate_Gradient_AgreesWithDifferences()
    {
        var plain = PlainClassifier.Example();
        for (var image = 0; image < plain.Batch; image++)
        for (var unit = 0; unit < 3; unit++)
            Assert.True(Math.Abs(plain.PreActivation(image, unit)) > 0.01, "too near relu's kink for differences");
        using var model = Model(plain);

        var gradient = model.Evaluate(plain.X, plain.Batch, plain.Labels);

        Assert.Equal(["W1", "b1", "W2", "b2"], model.Parameters.Select(p => p.Name));
        for (var p = 0; p < 4; p++)
        for (var i = 0; i < plain.Parameters[p].Length; i++)
        {
            var (coarse, fine) = (Slope(plain, p, i, 2e-3), Slope(plain, p, i, 1e-3));
            var extrapolated = (4 * fine - coarse) / 3;
            var error = Math.Abs(extrapolated - fine) + 1e-12;
            Assert.True(error < 1e-5, $"the differences are uncertain by {error:R}");
            Assert.Equal(extrapolated, gradient.Gradients[p][i], tolerance: error);
        }
    }

    [Fact]
    public void Evaluate_HugeLogits_DoNotOverflow()
    {
        using var model = new TorchClassifier(
            [1, 2],
            [
                [1e4, -1e4],
                [0, 0],
            ],
            Float64
        );

        Assert.Equal(2e4, model.Loss([1.0], 1, [1]));
        Assert.Equal(0, model.Loss([1.0], 1, [0]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void Evaluate_LabelOutOfRange_NamesImageAndLabel(int label)
    {
        var plain = PlainClassifier.Example();
        using var model = Model(plain);
        int[] labels = [.. plain.Labels];
        labels[2] = label;

        var error = Assert.Throws<ArgumentException>(() => model.Evaluate(plain.X, plain.Batch, labels));

        Assert.StartsWith(
            $"Label {label} of image 2 is none of the 5 classes, numbered from 0.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Evaluate_WrongNumberOfLabels_SaysBothNumbers()
    {
        var plain = PlainClassifier.Example();
        using var model = Model(plain);

        Assert.StartsWith(
            "There are 5 labels for 6 images.",
            Assert.Throws<ArgumentException>(() => model.Loss(plain.X, 6, plain.Labels[..5])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => model.Loss(plain.X, 6));
    }

    [Fact]
    public void Evaluate_AutoencoderWithLabels_IsRefused()
    {
        using var model = new TorchAutoencoder("relu", 2, 1, [1, 1], [1, 1], Float64);

        Assert.Throws<ArgumentException>(() => model.Evaluate([1, 2], 1, [0]));
    }

    [Fact]
    public void LoadParameter_OtherValues_AreComputedWithAndCopiedBack()
    {
        var plain = PlainClassifier.Example();
        using var model = Model(plain);
        double[][] others = [.. plain.Parameters.Select(p => p.Select(x => 1 - x).ToArray())];

        for (var p = 0; p < others.Length; p++)
            model.LoadParameter(p, others[p]);

        Assert.Equal(others, Enumerable.Range(0, 4).Select(model.CopyParameter));
        Assert.Equal(
            (plain with { Parameters = others }).Loss(),
            model.Loss(plain.X, plain.Batch, plain.Labels),
            tolerance: 1e-14
        );
    }

    [Fact]
    public void New_WrongWidthsOrArrays_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchClassifier([3], [], Float64));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchClassifier([], [], Float64));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new TorchClassifier(
                [3, 0],
                [
                    [],
                    [],
                ],
                Float64
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new TorchClassifier(
                [1, 1],
                [
                    [1],
                ],
                Float64
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new TorchClassifier(
                [1, 1],
                [
                    [1],
                    [1, 2],
                ],
                Float64
            )
        );
    }

    private static double Slope(PlainClassifier plain, int p, int i, double h)
    {
        double At(double x)
        {
            double[][] moved = [.. plain.Parameters.Select(values => (double[])values.Clone())];
            moved[p][i] += x;
            return (plain with { Parameters = moved }).Loss();
        }
        return (At(h) - At(-h)) / (2 * h);
    }

    private static TorchClassifier Model(PlainClassifier plain) => new(plain.Widths, plain.Parameters, Float64);
}
