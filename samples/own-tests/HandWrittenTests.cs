using Compare.Checks.Own;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;
using Xunit;

/// <summary>A gradient and an optimizer, each written by hand and checked in one call; no libtorch.</summary>
public sealed class HandWrittenTests
{
    private static readonly NamedArray[] At = [new("w", 2, 3, [1, -2, 0.5, 3, 0.25, -1])];

    private static double Loss(double[][] p) => p[0].Sum(w => Math.Log(1 + w * w));

    [Fact]
    public void Gradient_IsTheDerivativeOfTheLoss() =>
        OwnGradient
            .Check(
                At,
                p =>
                    [
                        [.. p[0].Select(w => 2 * w / (1 + w * w))],
                    ],
                Loss
            )
            .AssertAgrees();

    [Fact]
    public void Gradient_TwiceTooLarge_IsToldSo()
    {
        var result = OwnGradient.Check(
            At,
            p =>
                [
                    [.. p[0].Select(w => 4 * w / (1 + w * w))],
                ],
            Loss
        );

        var finding = Assert.Single(result.Findings);
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Equal("factor-2", finding.Cause?.Id);
    }

    [Fact]
    public void Optimizer_IsAdam()
    {
        double[] m = new double[OwnOptimizer.Parameters],
            v = new double[OwnOptimizer.Parameters];
        OwnOptimizer
            .Check(
                (theta, g, t) =>
                {
                    for (var i = 0; i < theta.Length; i++)
                    {
                        m[i] = 0.9 * m[i] + 0.1 * g[i];
                        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                        var mHat = m[i] / (1 - Math.Pow(0.9, t));
                        var vHat = v[i] / (1 - Math.Pow(0.999, t));
                        theta[i] -= 0.001 * mHat / (Math.Sqrt(vHat) + 1e-8);
                    }
                },
                Adam.PyTorch with
                {
                    LearningRate = 0.001,
                }
            )
            .AssertAgrees();
    }
}
