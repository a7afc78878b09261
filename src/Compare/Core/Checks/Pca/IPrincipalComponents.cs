using Compare.Problems.Data;
using Compare.Reference.Numerics;

namespace Compare.Checks.Pca;

/// <summary>A library's randomised PCA, as a party that is held against the certificate.</summary>
public interface IPrincipalComponents
{
    /// <summary>The name used in reports, for example <c>ML.NET</c>.</summary>
    string Name { get; }

    /// <summary>Random directions beyond the rank that the library draws if nothing is said.</summary>
    int UsualOversampling { get; }

    /// <summary>Rank and oversampling together up to which its components can be relied on.</summary>
    int MostDirections { get; }

    /// <summary>Computes the leading components.</summary>
    /// <param name="images">Images; pixels byte / 255 - 1/2, rounded to float.</param>
    /// <param name="rank">Components, k.</param>
    /// <param name="oversampling">How many more directions the algorithm draws at random.</param>
    /// <param name="isCentred">Whether the mean image is subtracted.</param>
    /// <param name="seed">Of those directions.</param>
    /// <returns>Shape (d x k); as the library has them, not exactly orthonormal.</returns>
    Matrix<double> Components(ImageSet images, int rank, int oversampling, bool isCentred, int seed);
}
