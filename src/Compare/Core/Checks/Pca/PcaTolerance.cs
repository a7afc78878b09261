namespace Compare.Checks.Pca;

/// <summary>How near to PCA weights must come.</summary>
/// <param name="LossGap">
/// How far the loss may be above the minimum, as a share of the minimum; null for what the precision of the weights explains.
/// </param>
/// <param name="Angle">
/// The largest angle in degrees between the column space of W2 and PCA's; null for none if <paramref name="LossGap"/> is given, and for
/// what the precision of the weights explains otherwise.
/// </param>
internal sealed record PcaTolerance(double? LossGap = null, double? Angle = null);
