namespace Compare.Reference.Numerics;

/// <summary>bfloat16 with sums in binary32, each rounded once to bfloat16: what accelerators do.</summary>
public readonly struct BFloat16Sums32 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 0.00390625; // 2^-8

    /// <inheritdoc/>
    public static double Underflow => 1.1754943508222875e-38; // 2^-126

    /// <inheritdoc/>
    public static double Largest => 3.3895313892515355e38; // (2 - 2^-7) 2^127

    /// <inheritdoc/>
    public static double SumRoundoff => Binary32.UnitRoundoff;
}
