namespace Compare.Reference.Optimizers.Schedules;

/// <summary>The step size is multiplied after every update: <c>ExponentialLR</c> of PyTorch.</summary>
/// <param name="Multiplier">rho; finite, at least 0.</param>
public sealed record ExponentialSchedule(double Multiplier) : Schedule
{
    /// <summary>rho.</summary>
    public double Multiplier { get; } = AtLeastZero(Multiplier, nameof(Multiplier));

    /// <inheritdoc/>
    public override string Words => $"step size times {Text(Multiplier)} after every update (O.50)";

    /// <inheritdoc/>
    public override double Factor(long updatesBefore) => Math.Pow(Multiplier, updatesBefore); // (O.50)
}
