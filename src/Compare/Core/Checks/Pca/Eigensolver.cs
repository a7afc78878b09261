using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Checks.Pca;

/// <summary>Whoever computes eigenvalues and eigenvectors of a symmetric matrix; the certificate trusts none of them.</summary>
/// <param name="Name">The name used in reports, for example <c>libtorch</c>.</param>
/// <param name="Decompose">
/// From a symmetric matrix, shape (d x d), to its eigenvalues, descending, shape (d), and vectors, shape (d x d), column i belonging to
/// value i.
/// </param>
public sealed record Eigensolver(string Name, Func<Matrix<double>, (double[] Values, Matrix<double> Vectors)> Decompose)
{
    /// <summary>Jacobi's rotations from scratch: slow beside LAPACK, and without any package.</summary>
    /// <remarks>
    /// A rotation rounds the diagonal, and there are many of them, so the values are computed anew, as Rayleigh quotients of the vectors in
    /// double-double.
    /// </remarks>
    public static Eigensolver FromScratch { get; } =
        new(
            "from scratch",
            a =>
            {
                var vectors = SymmetricEigen<double>.Of(a).Vectors;
                var exact = new Matrix<DoubleDouble>(a.Rows, a.Columns);
                var v = new Matrix<DoubleDouble>(a.Rows, a.Columns);
                for (var i = 0; i < v.Elements.Length; i++)
                    (exact.Elements[i], v.Elements[i]) = (
                        DoubleDouble.FromDouble(a.Elements[i]),
                        DoubleDouble.FromDouble(vectors.Elements[i])
                    );
                var images = new Matrix<DoubleDouble>(a.Rows, a.Columns);
                MatrixProduct.Multiply(
                    exact,
                    Transpose.No,
                    v,
                    Transpose.No,
                    images,
                    threads: Environment.ProcessorCount
                );
                var values = new double[a.Rows];
                for (var j = 0; j < values.Length; j++)
                {
                    DoubleDouble along = default,
                        norm = default;
                    for (var i = 0; i < a.Rows; i++)
                        (along, norm) = (along + v[i, j] * images[i, j], norm + v[i, j] * v[i, j]);
                    values[j] = (along / norm).Hi;
                }
                return (values, vectors);
            }
        );
}
