namespace Compare.Reference.Optimizers.Schedules;

/// <summary>The step size falls along half a cosine: <c>CosineAnnealingLR</c> of PyTorch (Loshchilov and Hutter 2017, without restarts).</summary>
/// <param name="Updates">N, updates until the least step size; at least 1. After that it rises again, as PyTorch's does.</param>
/// <param name="Least">q, the least factor: <c>eta_min</c> over the step size; finite, at least 0.</param>
public sealed record CosineSchedule(long Updates, double Least = 0) : Schedule
{
    /// <summary>N, updates until the least step size.</summary>
    public long Updates { get; } = AtLeastOne(Updates, nameof(Updates));

    /// <summary>q, the least factor.</summary>
    public double Least { get; } = AtLeastZero(Least, nameof(Least));

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant($"step size along a cosine, to {Text(Least)} times in {Updates} updates (O.51)");

    /// <inheritdoc/>
    public override double Factor(long updatesBefore) =>
        Least + (1 - Least) * (1 + Math.Cos(Math.PI * updatesBefore / Updates)) / 2; // (O.51)
}
