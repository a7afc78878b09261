using Compare.Checks.Own;
using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Torch;
using Xunit;
using static TorchSharp.torch;

/// <summary>A gradient derived by hand against TorchSharp's autograd of the same function.</summary>
public sealed class AutogradTests
{
    [Fact]
    public void Gradient_AgreesWithAutograd()
    {
        NamedArray[] at = [new("w", 2, 3, [1, -2, 0.5, 3, 0.25, -1])];
        var torch = new TorchFunction(p => (p[0].tanh() * p[0]).sum(), [2L, 3L]);
        OwnGradient
            .Check(
                at,
                p =>
                    [
                        [.. p[0].Select(w => Math.Tanh(w) + w * (1 - Math.Tanh(w) * Math.Tanh(w)))],
                    ],
                torch.Value,
                new OtherGradient("TorchSharp's autograd", torch.Gradient)
            )
            .AssertAgrees();
    }

    /// <summary>TorchSharp itself, without any type of Compare before it: the package has made libtorch loadable.</summary>
    [Fact]
    public void TorchSharp_OfOnesOwn_Works()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(3, ones(3).sum().item<float>());
    }
}
