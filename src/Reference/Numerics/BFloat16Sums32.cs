namespace Compare.Reference.Numerics;

/// <summary>bfloat16 with sums in binary32, each rounded once to bfloat16: what accelerators do.</summary>
public readonly struct BFloat16Sums32 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => BFloat16.UnitRoundoff;

    /// <inheritdoc/>
    public static double Underflow => BFloat16.Underflow;

    /// <inheritdoc/>
    public static double Largest => BFloat16.Largest;

    /// <inheritdoc/>
    public static double SumRoundoff => Binary32.UnitRoundoff;
}
