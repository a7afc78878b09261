namespace Compare.Reference.Numerics;

/// <summary>IEEE 754 binary64, <see cref="double"/>.</summary>
public readonly struct Binary64 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 1.1102230246251565e-16; // 2^-53

    /// <inheritdoc/>
    public static double Underflow => 2.2250738585072014e-308; // 2^-1022

    /// <inheritdoc/>
    public static double Largest => double.MaxValue;

    /// <inheritdoc/>
    public static double SumRoundoff => UnitRoundoff;
}
