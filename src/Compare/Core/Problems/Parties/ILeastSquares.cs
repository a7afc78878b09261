using Compare.Reference.Numerics;

namespace Compare.Problems.Parties;

/// <summary>A side's way to the end of a training: alternating least squares from where gradient descent stopped.</summary>
public interface ILeastSquares : IDisposable
{
    /// <summary>Solves for the encoder, then for the decoder.</summary>
    void Sweep();

    /// <summary>Solves for the encoder alone.</summary>
    void SolveEncoder();

    /// <summary>Copies the present weights.</summary>
    /// <returns>W1, shape (k x d), and W2, shape (d x k).</returns>
    (Matrix<double> W1, Matrix<double> W2) Copy();
}
