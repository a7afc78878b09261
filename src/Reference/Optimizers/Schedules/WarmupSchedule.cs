namespace Compare.Reference.Optimizers.Schedules;

/// <summary>A linear warm-up, and then another schedule: PyTorch's <c>SequentialLR</c> of a <c>LinearLR</c> and that.</summary>
/// <param name="Updates">N, updates before the other schedule begins; at least 1.</param>
/// <param name="Start">s, the first factor; finite, at least 0.</param>
/// <param name="Then">What follows, its own n counted from there; null for a constant step size.</param>
public sealed record WarmupSchedule(long Updates, double Start, Schedule? Then = null) : Schedule
{
    /// <summary>N, updates before the other schedule begins.</summary>
    public long Updates { get; } = AtLeastOne(Updates, nameof(Updates));

    /// <summary>s, the first factor.</summary>
    public double Start { get; } = AtLeastZero(Start, nameof(Start));

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant($"warm-up from {Text(Start)} times over {Updates} updates (O.53)")
        + (Then is null ? "" : $", then {Then.Words}");

    /// <inheritdoc/>
    public override double Factor(long updatesBefore) =>
        updatesBefore < Updates
            ? Start + (1 - Start) * updatesBefore / Updates // (O.53)
            : Then?.Factor(updatesBefore - Updates) ?? 1;
}
