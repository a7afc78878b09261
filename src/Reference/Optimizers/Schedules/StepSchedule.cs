namespace Compare.Reference.Optimizers.Schedules;

/// <summary>The step size is multiplied once every some updates: <c>StepLR</c> of PyTorch.</summary>
/// <param name="Every">k, updates between two changes; at least 1.</param>
/// <param name="Multiplier">rho; finite, at least 0.</param>
public sealed record StepSchedule(long Every, double Multiplier) : Schedule
{
    /// <summary>k, updates between two changes.</summary>
    public long Every { get; } = AtLeastOne(Every, nameof(Every));

    /// <summary>rho.</summary>
    public double Multiplier { get; } = AtLeastZero(Multiplier, nameof(Multiplier));

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant($"step size times {Text(Multiplier)} every {Every} updates (O.49)");

    /// <inheritdoc/>
    public override double Factor(long updatesBefore) => Math.Pow(Multiplier, updatesBefore / Every); // (O.49)
}
