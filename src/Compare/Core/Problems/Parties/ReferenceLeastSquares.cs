using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;

namespace Compare.Problems.Parties;

/// <summary>Alternating least squares from scratch.</summary>
/// <param name="model">The model; overwritten.</param>
internal sealed class ReferenceLeastSquares(LinearAutoencoder<double> model) : ILeastSquares
{
    /// <inheritdoc/>
    public void Sweep() => model.Sweep();

    /// <inheritdoc/>
    public void SolveEncoder() => model.SolveEncoder();

    /// <inheritdoc/>
    public (Matrix<double> W1, Matrix<double> W2) Copy() => (model.W1.Copy(), model.W2.Copy());

    /// <inheritdoc/>
    public void Dispose() { }
}
