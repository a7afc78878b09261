namespace Compare.Reference.Optimizers.Schedules;

/// <summary>The step size rises along half a cosine and falls along another one: <c>OneCycleLR</c> of PyTorch (Smith and Topin 2018).</summary>
/// <param name="Updates">N, all updates; at least 2. The step size of the rule is the greatest.</param>
/// <param name="RisingShare">p, <c>pct_start</c>; in (0, 1).</param>
/// <param name="FirstDivisor">d, <c>div_factor</c>: the first step size is the greatest over it; finite, above 0.</param>
/// <param name="LastDivisor">e, <c>final_div_factor</c>: the last is the first over it; finite, above 0.</param>
public sealed record OneCycleSchedule(
    long Updates,
    double RisingShare = 0.3,
    double FirstDivisor = 25,
    double LastDivisor = 1e4
) : Schedule
{
    /// <summary>N, all updates.</summary>
    public long Updates { get; } = AtLeastOne(Updates - 1, nameof(Updates)) + 1;

    /// <summary>p.</summary>
    public double RisingShare { get; } = BelowOne(RisingShare, nameof(RisingShare));

    /// <summary>d.</summary>
    public double FirstDivisor { get; } = AtLeastZero(FirstDivisor, nameof(FirstDivisor));

    /// <summary>e.</summary>
    public double LastDivisor { get; } = AtLeastZero(LastDivisor, nameof(LastDivisor));

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant(
            $"one cycle of the step size over {Updates} updates, greatest after {Text(RisingShare)} of them (O.55)"
        );

    /// <inheritdoc/>
    public override double Factor(long updatesBefore)
    {
        double top = RisingShare * Updates - 1,
            first = 1 / FirstDivisor,
            last = first / LastDivisor;
        return updatesBefore <= top
            ? Along(first, 1, updatesBefore / top)
            : Along(1, last, Math.Min(1, (updatesBefore - top) / (Updates - 1 - top)));
        static double Along(double from, double to, double share) =>
            to + (from - to) * (1 + Math.Cos(Math.PI * share)) / 2; // (O.55)
    }
}
