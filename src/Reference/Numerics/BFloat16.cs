namespace Compare.Reference.Numerics;

/// <summary>bfloat16: the range of binary32 with 8 significant bits, with sums in bfloat16.</summary>
public readonly struct BFloat16 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 0.00390625; // 2^-8

    /// <inheritdoc/>
    public static double Underflow => 1.1754943508222875e-38; // 2^-126

    /// <inheritdoc/>
    public static double Largest => 3.3895313892515355e38; // (2 - 2^-7) 2^127

    /// <inheritdoc/>
    public static double SumRoundoff => UnitRoundoff;
}
