namespace Compare.Reference.Optimizers.Schedules;

/// <summary>The step size goes along a line and then stays: <c>LinearLR</c> of PyTorch; with a low start a warm-up.</summary>
/// <param name="Updates">N, updates until the end of the line; at least 1.</param>
/// <param name="Start">s, the first factor; finite, at least 0.</param>
/// <param name="End">e, the last factor; finite, at least 0.</param>
public sealed record LinearSchedule(long Updates, double Start, double End) : Schedule
{
    /// <summary>N, updates until the end of the line.</summary>
    public long Updates { get; } = AtLeastOne(Updates, nameof(Updates));

    /// <summary>s, the first factor.</summary>
    public double Start { get; } = AtLeastZero(Start, nameof(Start));

    /// <summary>e, the last factor.</summary>
    public double End { get; } = AtLeastZero(End, nameof(End));

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant(
            $"step size from {Text(Start)} to {Text(End)} times along a line, over {Updates} updates (O.52)"
        );

    /// <inheritdoc/>
    public override double Factor(long updatesBefore) =>
        Start + (End - Start) * Math.Min(updatesBefore, Updates) / Updates; // (O.52)
}
