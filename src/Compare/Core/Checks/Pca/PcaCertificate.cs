using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>A linear autoencoder against PCA of its images, with what each number can be off by.</summary>
public sealed record PcaCertificate
{
    /// <summary>Whether the weights are PCA: their loss, and the angles where they count, are within the bound.</summary>
    public required bool IsPca { get; init; }

    /// <summary>Why they are not, or why it cannot be said; null if they are.</summary>
    public required Cause? Reason { get; init; }

    /// <summary>How far above the minimum the loss may be.</summary>
    public required double LossBound { get; init; }

    /// <summary>The k leading eigenvalues of the images' second moments, descending, shape (k), in squared units of the images.</summary>
    public required double[] Eigenvalues { get; init; }

    /// <summary>How far each of them can be from the exact one.</summary>
    public required double EigenvalueBound { get; init; }

    /// <summary>The exact minimum of the loss over all weights, half the squared error per image.</summary>
    public required double Minimum { get; init; }

    /// <summary>How far <see cref="Minimum"/> can be off.</summary>
    public required double MinimumBound { get; init; }

    /// <summary>The loss at these weights minus the minimum; 0 for PCA, and never negative beyond <see cref="MinimumBound"/>.</summary>
    public required double LossGap { get; init; }

    /// <summary>
    /// Sines of the principal angles between the columns of W2 and the leading eigenvectors, descending, shape (k); all 0 for PCA.
    /// </summary>
    public required double[] Sines { get; init; }

    /// <summary>How far the eigenvectors used for <see cref="Sines"/> can be from the exact ones, as the sine of the largest angle (Davis and Kahan).</summary>
    public required double SineBound { get; init; }

    /// <summary>|(sigma W2 W1 - U U') S^(1/2)|, Frobenius: how far the product of the weights is from the projector, on the range of the images.</summary>
    public required double Distance { get; init; }

    /// <summary>Which eigenvectors the columns of W2 hold, for example <c>1 to 23, 25</c>; another set than the first k belongs to a saddle.</summary>
    public required string Held { get; init; }

    /// <summary>The verdict as a finding, and the certificate of the eigenvalues, which says nothing about the weights.</summary>
    public required CheckResult Check { get; init; }

    /// <summary>The same where no weights are optimal, so that none can be said to be.</summary>
    internal PcaCertificate WithoutOptimum()
    {
        var reason = Results.Cause.Reason(
            "with weight decay on one matrix alone no weights are optimal: a smaller matrix there and a larger one on the other side always do better"
        );
        return this with
        {
            IsPca = false,
            Reason = reason,
            Check = Check with { Findings = [Check.Findings[0] with { Status = Status.Undecided, Cause = reason }] },
        };
    }

    /// <summary>The findings as a review.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => Check.ToString();
}
