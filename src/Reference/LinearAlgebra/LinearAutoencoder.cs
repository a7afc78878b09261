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
        var b = MatrixProduct.Of(W1, Transpose.No, S, Transpose.No, Threads); // k x d
        var c = MatrixProduct.Of(b, Transpose.No, W1, Transpose.Yes, Threads); // k x k
        var g = MatrixProduct.Of(W2, Transpose.Yes, W2, Transpose.No, Threads); // k x k
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
        var moments = MatrixProduct.Of(S, Transpose.No, W1, Transpose.Yes, Threads); // d x k
        var inverse = new Cholesky<T>(MatrixProduct.Of(W1, Transpose.No, moments, Transpose.No, Threads)).Inverse();
        MatrixProduct.Multiply(moments, Transpose.No, inverse, Transpose.No, W2, threads: Threads); // (P.7)
        Sign(W2);
    }

    /// <summary>Solves for the encoder alone; sign W2 W1 is then the projector onto the columns of W2.</summary>
    /// <exception cref="ArgumentException">The columns of W2 are linearly dependent.</exception>
    public void SolveEncoder()
    {
        var inverse = new Cholesky<T>(MatrixProduct.Of(W2, Transpose.Yes, W2, Transpose.No, Threads)).Inverse();
        MatrixProduct.Multiply(inverse, Transpose.No, W2, Transpose.Yes, W1, threads: Threads); // (P.6)
        Sign(W1);
    }

    /// <summary>How far the product of the weights is from a projector, as far as the images can tell: |(sign W2 W1 - U U') S^(1/2)|^2.</summary>
    /// <param name="u">U, orthonormal columns, shape (d x k).</param>
    /// <returns>The squared Frobenius norm; what cancels may leave it slightly below zero.</returns>
    /// <remarks>Without S it would never become zero: where no image differs, W1 keeps its initial values for ever.</remarks>
    public T SquaredDistance(Matrix<T> u)
    {
        var b = MatrixProduct.Of(W1, Transpose.No, S, Transpose.No, Threads); // k x d
        var square = InnerProduct.Of<T>(
            MatrixProduct.Of(W2, Transpose.Yes, W2, Transpose.No, Threads).Elements,
            MatrixProduct.Of(b, Transpose.No, W1, Transpose.Yes, Threads).Elements
        );
        var cross = InnerProduct.Of<T>(
            MatrixProduct.Of(b, Transpose.No, u, Transpose.No, Threads).Elements,
            MatrixProduct.Of(W2, Transpose.Yes, u, Transpose.No, Threads).Elements
        );
        if (IsNegative)
            cross = -cross;
        var ritz = InnerProduct.Of<T>(MatrixProduct.Of(S, Transpose.No, u, Transpose.No, Threads).Elements, u.Elements);
        return square - cross - cross + ritz; // (P.5)
    }

    private void Sign(Matrix<T> matrix)
    {
        if (IsNegative)
            foreach (ref var element in matrix.Elements)
                element = -element;
    }
}
