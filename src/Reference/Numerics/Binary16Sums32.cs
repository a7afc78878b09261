namespace Compare.Reference.Numerics;

/// <summary>IEEE 754 binary16 with sums in binary32, each rounded once to binary16: what accelerators do.</summary>
public readonly struct Binary16Sums32 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => Binary16.UnitRoundoff;

    /// <inheritdoc/>
    public static double Underflow => Binary16.Underflow;

    /// <inheritdoc/>
    public static double Largest => Binary16.Largest;

    /// <inheritdoc/>
    public static double SumRoundoff => Binary32.UnitRoundoff;
}
