using Compare.Torch.Loading;
using Compare.Torch.Models;
using Compare.Torch.Training;

namespace Compare.Torch.Tests.Models;

public sealed class TorchAutoencoderErrorTests
{
    private static readonly double[] Six = [1, 2, 3, 4, 5, 6];
    private static readonly TorchOptions Cpu = new(Device: TorchDevice.Cpu);

    private static TorchAutoencoder Model() => new("tanh", 3, 2, Six, Six, Cpu);

    [Theory]
    [InlineData("swish")]
    [InlineData("Tanh")]
    [InlineData("")]
    public void New_UnknownActivation_NamesItAndTheKnown(string name)
    {
        var message = Assert.Throws<ArgumentException>(() => new TorchAutoencoder(name, 3, 2, Six, Six)).Message;
        Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
        Assert.Contains("relu, sigmoid, tanh, identity, negative", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(3, 0)]
    [InlineData(3, -2)]
    public void New_SizeBelowOne_Throws(int inputs, int hidden) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchAutoencoder("tanh", inputs, hidden, Six, Six));

    [Theory]
    [InlineData(6, 5, "W2 holds 5 numbers, and the shape 3 x 2 has 6.")]
    [InlineData(7, 6, "W1 holds 7 numbers, and the shape 2 x 3 has 6.")]
    public void New_WrongShape_SaysBothNumbers(int length1, int length2, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new TorchAutoencoder("tanh", 3, 2, new double[length1], new double[length2])
        );
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_WrongShape_SayBothNumbers()
    {
        using var model = Model();
        Action[] calls =
        [
            () => model.Evaluate(new double[5], 2),
            () => model.Loss(new double[5], 2),
            () => model.Outputs(new double[5], 2),
        ];
        Assert.All(
            calls,
            call =>
                Assert.StartsWith(
                    "x holds 5 numbers, and the shape 2 x 3 has 6.",
                    Assert.Throws<ArgumentException>(call).Message,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Evaluate_NoImages_Throws()
    {
        using var model = Model();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate([], 0));
    }

    [Fact]
    public void Evaluate_ShapeBeyondInt32_Throws()
    {
        using var model = Model();
        Assert.Throws<ArgumentException>(() => model.Evaluate(new double[2], int.MaxValue));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Train_BadStepSize_Throws(double stepSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchSgd { LearningRate = stepSize });

    [Fact]
    public void Calls_AfterDispose_Throw()
    {
        var model = Model();
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Evaluate(Six, 2));
        Assert.Throws<ObjectDisposedException>(() => model.CopyParameter(0));
    }

    [Fact]
    public void New_CudaWhereThereIsNone_SaysWhatToDo()
    {
        Assert.SkipWhen(TorchEnvironment.CudaAvailable, "libtorch can use CUDA here.");
        var error = Assert.Throws<LibtorchUnavailableException>(() =>
            new TorchAutoencoder("tanh", 3, 2, Six, Six, new TorchOptions(Device: TorchDevice.Cuda))
        );
        Assert.Contains("COMPARE_LIBTORCH", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void New_Cuda_GradientAgreesWithTheCpu()
    {
        Assert.SkipUnless(TorchEnvironment.CudaAvailable, "libtorch cannot use CUDA here.");
        var plain = PlainAutoencoder.Example("tanh");
        using var cpu = new TorchAutoencoder("tanh", plain.D, plain.K, plain.W1, plain.W2, Cpu);
        using var cuda = new TorchAutoencoder(
            "tanh",
            plain.D,
            plain.K,
            plain.W1,
            plain.W2,
            new TorchOptions(Device: TorchDevice.Cuda)
        );
        var (a, b) = (cpu.Evaluate(plain.X, plain.B), cuda.Evaluate(plain.X, plain.B));
        Assert.All(a.Gradients[0].Zip(b.Gradients[0]), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-14));
    }
}
