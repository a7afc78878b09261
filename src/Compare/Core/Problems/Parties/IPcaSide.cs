using Compare.Reference.Numerics;

namespace Compare.Problems.Parties;

/// <summary>A side that can also bring a linear autoencoder to its optimum by alternating least squares.</summary>
public interface IPcaSide : IEpochSide
{
    /// <summary>Begins where gradient descent stopped.</summary>
    /// <param name="s">Second moments of the images, shape (d x d).</param>
    /// <param name="w1">W1, shape (k x d); copied.</param>
    /// <param name="w2">W2, shape (d x k); copied.</param>
    /// <param name="isNegative">Whether s(a) = -a.</param>
    /// <returns>The solver, before its first sweep.</returns>
    ILeastSquares StartLeastSquares(Matrix<double> s, Matrix<double> w1, Matrix<double> w2, bool isNegative);
}
