namespace Compare.Reference.Numerics;

/// <summary>IEEE 754 binary32, <see cref="float"/>.</summary>
public readonly struct Binary32 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 5.9604644775390625e-8; // 2^-24

    /// <inheritdoc/>
    public static double Underflow => 1.1754943508222875e-38; // 2^-126

    /// <inheritdoc/>
    public static double Largest => float.MaxValue;

    /// <inheritdoc/>
    public static double SumRoundoff => UnitRoundoff;
}
