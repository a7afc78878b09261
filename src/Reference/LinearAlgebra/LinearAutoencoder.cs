using System.Numerics;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.LinearAlgebra;

/// <summary>
/// The autoencoder whose code is linear, y = sign W2 W1 x, seen through the second moments S of its images: its loss needs nothing else,
/// and each half of it is a linear least-squares problem.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="S">Second moments, shape (d x d).</param>
/// <param name="W1">Encoder, shape (k x d); overwritten by <see cref="Sweep"/>.</param>
/// <param name="W2">Decoder, shape (d x k); overwritten by <see cref="Sweep"/>.</param>
/// <param name="IsNegative">Whether s(a) = -a, so that the sign is negative.</param>
/// <remarks>Letters and equations are those of derivation.md, section P.</remarks>
public sealed record LinearAutoencoder<T>(Matrix<T> S, Matrix<T> W1, Matrix<T> W2, bool IsNegative)
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    /// <summary>Greatest number of threads; the results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The loss of Eq. (1) over all images.</summary>
    /// <returns>Half the squared error per image.</returns>
    public T Loss()
    {
        var b = Product(W1, Transpose.No, S, Transpose.No); // k x d
        var c = Product(b, Transpose.No, W1, Transpose.Yes); // k x k
        var g = Product(W2, Transpose.Yes, W2, Transpose.No); // k x k
        var trace = T.Zero;
        for (var i = 0; i < S.Rows; i++)
            trace += S[i, i];
        var cross = T.Zero;
        for (var j = 0; j < W1.Rows; j++)
        for (var i = 0; i < S.Rows; i++)
            cross += b[j, i] * W2[i, j];
        if (IsNegative)
            cross = -cross;
        var square = InnerProduct.Of<T>(g.Elements, c.Elements);
        var two = T.One + T.One;
        return (trace - two * cross + square) / two; // (P.3)
    }

    /// <summary>Solves for the encoder, then for the decoder: the exact minimum over each while the other is fixed.</summary>
    /// <exception cref="ArgumentException">The code has collapsed: a normal matrix is not positive definite.</exception>
    public void Sweep()
    {
        SolveEncoder();
        var moments = Product(S, Transpose.No, W1, Transpose.Yes); // d x k
        var inverse = new Cholesky<T>(Product(W1, Transpose.No, moments, Transpose.No)).Inverse();
        MatrixProduct.Multiply(moments, Transpose.No, inverse, Transpose.No, W2, threads: Threads); // (P.7)
        Sign(W2);
    }

    /// <summary>Solves for the encoder alone; sign W2 W1 is then the projector onto the columns of W2.</summary>
    /// <exception cref="ArgumentException">The columns of W2 are linearly dependent.</exception>
    public void SolveEncoder()
    {
        var inverse = new Cholesky<T>(Product(W2, Transpose.Yes, W2, Transpose.No)).Inverse();
        MatrixProduct.Multiply(inverse, Transpose.No, W2, Transpose.Yes, W1, threads: Threads); // (P.6)
        Sign(W1);
    }

    /// <summary>How far the product of the weights is from a projector, as far as the images can tell: |(sign W2 W1 - U U') S^(1/2)|^2.</summary>
    /// <param name="u">U, orthonormal columns, shape (d x k).</param>
    /// <returns>The squared Frobenius norm; what cancels may leave it slightly below zero.</returns>
    /// <remarks>Without S it would never become zero: where no image differs, W1 keeps its initial values for ever.</remarks>
    public T SquaredDistance(Matrix<T> u)
    {
        var b = Product(W1, Transpose.No, S, Transpose.No); // k x d
        var square = InnerProduct.Of<T>(
            Product(W2, Transpose.Yes, W2, Transpose.No).Elements,
            Product(b, Transpose.No, W1, Transpose.Yes).Elements
        );
        var cross = InnerProduct.Of<T>(
            Product(b, Transpose.No, u, Transpose.No).Elements,
            Product(W2, Transpose.Yes, u, Transpose.No).Elements
        );
        if (IsNegative)
            cross = -cross;
        var ritz = InnerProduct.Of<T>(Product(S, Transpose.No, u, Transpose.No).Elements, u.Elements);
        return square - cross - cross + ritz; // (P.5)
    }

    private void Sign(Matrix<T> matrix)
    {
        if (IsNegative)
            foreach (ref var element in matrix.Elements)
                element = -element;
    }

    private Matrix<T> Product(Matrix<T> a, Transpose transposeA, Matrix<T> b, Transpose transposeB)
    {
        var c = new Matrix<T>(
            transposeA == Transpose.No ? a.Rows : a.Columns,
            transposeB == Transpose.No ? b.Columns : b.Rows
        );
        MatrixProduct.Multiply(a, transposeA, b, transposeB, c, threads: Threads);
        return c;
    }
}
