using Compare.Torch.Calls;
using TorchSharp;

namespace Compare.Torch.LinearAlgebra;

/// <summary>Decompositions by libtorch's LAPACK, plain arrays in and out, in float64 on the CPU.</summary>
public static class TorchLinearAlgebra
{
    private static readonly TorchOptions Options = new(TorchPrecision.Float64, TorchDevice.Cpu);

    /// <summary>Eigenvalues and eigenvectors of a symmetric matrix, by <c>torch.linalg.eigh</c>.</summary>
    /// <param name="a">A, shape (n x n), row after row; the lower triangle counts.</param>
    /// <param name="n">Number of rows, at least 1.</param>
    /// <returns>Values, descending, shape (n); vectors, shape (n x n), row after row, column i belongs to value i.</returns>
    /// <exception cref="ArgumentException">The length is not n x n.</exception>
    public static (double[] Values, double[] Vectors) SymmetricEigen(double[] a, int n)
    {
        if (a.LongLength != (long)n * n)
            throw new ArgumentException($"{a.Length} numbers are no {n} x {n} matrix.", nameof(a));
        var target = new ComputeTarget(Options);
        using var scope = NativeCalls.Begin();
        var (values, vectors) = torch.linalg.eigh(target.Matrix(a, n, n));
        return (ComputeTarget.Numbers(values.flip(0)), ComputeTarget.Numbers(vectors.flip(1)));
    }
}
