using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>Whether weights are PCA.</summary>
/// <param name="Position">Where they stand: loss gap, angles, distance.</param>
/// <param name="LossBound">How far above the minimum the loss may be.</param>
/// <param name="SineBound">The sine of the largest angle allowed; 1 where angles do not count.</param>
/// <param name="IsDerived">Whether the bounds follow from the precision of the weights; otherwise somebody named them.</param>
/// <param name="Cause">Why they are not PCA; null if they are.</param>
internal sealed record PcaVerdict(Position Position, double LossBound, double SineBound, bool IsDerived, Cause? Cause)
{
    /// <summary>Whether loss and angles are within their bounds.</summary>
    public bool IsPca => Position.LossGap <= LossBound && Position.LargestSine <= SineBound;
}
