using Compare.Torch.LinearAlgebra;
using TorchSharp;

namespace Compare.Torch.Tests.LinearAlgebra;

public sealed class TorchLinearAlgebraTests
{
    private const double Tolerance = 1e-14;

    /// <summary>[[2, 1], [1, 2]]: values 3 and 1, vectors (1, 1) and (1, -1) over the root of two.</summary>
    [Fact]
    public void SymmetricEigen_KnownMatrix_DescendingWithVectorsInColumns()
    {
        var (values, vectors) = TorchLinearAlgebra.SymmetricEigen([2, 1, 1, 2], 2);
        Assert.Equal([3, 1], values.Select(value => Math.Round(value, 12)));
        Assert.Equal(vectors[0], vectors[2], Tolerance);
        Assert.Equal(vectors[1], -vectors[3], Tolerance);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(vectors[0]), Tolerance);
    }

    /// <summary>S = diag(4, 1), k = 1: from the decoder (1, 1) a sweep gives the decoder S W1' / (W1 S W1') with W1 = (1, 1) / 2.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sweep_SolvesForTheEncoderThenForTheDecoder(bool isNegative)
    {
        var sign = isNegative ? -1 : 1;
        using var model = new TorchLinearAutoencoder([4, 0, 0, 1], 2, 1, [7, 7], [1, 1], isNegative);
        model.Sweep();
        Assert.Equal([0.5 * sign, 0.5 * sign], Rounded(model.CopyW1()));
        Assert.Equal([1.6, 0.4], Rounded(model.CopyW2()));
        model.SolveEncoder();
        Assert.Equal(
            [sign * 1.6 / 2.72, sign * 0.4 / 2.72],
            Rounded(model.CopyW1()).ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-10
        );
    }

    [Fact]
    public void Calls_Repeated_LeaveNoTensorBehind()
    {
        TorchLinearAlgebra.SymmetricEigen([2, 1, 1, 2], 2);
        var before = torch.Tensor.TotalCount;
        TorchLinearAlgebra.SymmetricEigen([2, 1, 1, 2], 2);
        using (var model = new TorchLinearAutoencoder([4, 0, 0, 1], 2, 1, [7, 7], [1, 1], isNegative: false))
            model.Sweep();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Shapes_ThatDoNotFit_AreRefused() =>
        Assert.Throws<ArgumentException>(() => TorchLinearAlgebra.SymmetricEigen([1, 2, 3], 2));

    private static IEnumerable<double> Rounded(double[] values) => values.Select(value => Math.Round(value, 12));
}
