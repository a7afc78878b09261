using Compare.Reference.Numerics;

namespace Compare.Checks.Pca;

/// <summary>The k leading eigenvectors and what no linear autoencoder with k hidden units can beat, each with its bound.</summary>
internal sealed record Optimum
{
    public required Spectrum Spectrum { get; init; }

    /// <summary>Hidden units.</summary>
    public required int K { get; init; }

    /// <summary>U, the computed eigenvectors, made orthonormal in double-double, shape (d x k).</summary>
    public required Matrix<DoubleDouble> U { get; init; }

    /// <summary>The eigenvalues as computed, descending, shape (k).</summary>
    public required double[] Values { get; init; }

    /// <summary>u' S u / u' u for each eigenvector, in double-double: as near to the eigenvalue as the square of the residual.</summary>
    public required DoubleDouble[] Rayleigh { get; init; }

    /// <summary>How far every eigenvalue can be from the exact one.</summary>
    public required double ValueBound { get; init; }

    /// <summary>What surely lies between eigenvalue k and eigenvalue k + 1.</summary>
    public required double Gap { get; init; }

    /// <summary>Bound on the sine of the largest angle between span(U) and the exact subspace; infinite if the gap is not certain.</summary>
    public required double Sine { get; init; }

    /// <summary>The exact minimum of the loss: half the sum of the other eigenvalues.</summary>
    public required DoubleDouble Minimum { get; init; }

    /// <summary>How far <see cref="Minimum"/> can be off.</summary>
    public required double MinimumBound { get; init; }
}
