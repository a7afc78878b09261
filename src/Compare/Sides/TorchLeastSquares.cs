using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Torch.LinearAlgebra;

namespace Compare.Sides;

/// <summary>Alternating least squares on libtorch.</summary>
/// <param name="s">Second moments.</param>
/// <param name="w1">Encoder, shape (k x d).</param>
/// <param name="w2">Decoder, shape (d x k).</param>
/// <param name="isNegative">Whether s(a) = -a.</param>
internal sealed class TorchLeastSquares(Matrix<double> s, Matrix<double> w1, Matrix<double> w2, bool isNegative)
    : ILeastSquares
{
    private readonly TorchLinearAutoencoder _model = new(
        s.Elements.ToArray(),
        s.Rows,
        w1.Rows,
        w1.Elements.ToArray(),
        w2.Elements.ToArray(),
        isNegative
    );

    /// <inheritdoc/>
    public void Sweep() => _model.Sweep();

    /// <inheritdoc/>
    public void SolveEncoder() => _model.SolveEncoder();

    /// <inheritdoc/>
    public (Matrix<double> W1, Matrix<double> W2) Copy() =>
        (
            Matrix<double>.From(_model.CopyW1(), w1.Rows, w1.Columns),
            Matrix<double>.From(_model.CopyW2(), w2.Rows, w2.Columns)
        );

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
