namespace Compare.Checks.Pca;

/// <summary>How near to PCA weights must come.</summary>
/// <param name="LossGap">
/// How far the loss may be above the minimum, as a share of the minimum; null for what the precision of the weights explains.
/// </param>
/// <param name="Angle">
/// The largest angle in degrees between the column space of W2 and PCA's; null for none if <paramref name="LossGap"/> is given, and for
/// what the precision of the weights explains otherwise.
/// </param>
internal sealed record PcaTolerance(double? LossGap = null, double? Angle = null)
{
    /// <summary>Roundings that a result of d inputs may be off by (P.11): LAPACK's modestly growing function of d.</summary>
    /// <param name="inputs">d.</param>
    public static double Roundings(int inputs) => inputs + Least;

    /// <summary>What counts where there are few inputs: LAPACK's own tests accept 30.</summary>
    private const double Least = 30;
}
