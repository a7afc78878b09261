namespace Compare.Reference.Numerics;

/// <summary>IEEE 754 binary16 with sums in binary32, each rounded once to binary16: what accelerators do.</summary>
public readonly struct Binary16Sums32 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 0.00048828125; // 2^-11

    /// <inheritdoc/>
    public static double Underflow => 2.98023223876953125e-8; // 2^-25: half precision has its subnormals everywhere

    /// <inheritdoc/>
    public static double Largest => 65504;

    /// <inheritdoc/>
    public static double SumRoundoff => Binary32.UnitRoundoff;
}
