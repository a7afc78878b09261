namespace Compare.Reference.Numerics;

/// <summary>IEEE 754 binary16, <see cref="Half"/>, with sums in binary16.</summary>
public readonly struct Binary16 : IFloatFormat
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 0.00048828125; // 2^-11

    /// <inheritdoc/>
    public static double Underflow => 2.98023223876953125e-8; // 2^-25: half precision has its subnormals everywhere

    /// <inheritdoc/>
    public static double Largest => 65504;

    /// <inheritdoc/>
    public static double SumRoundoff => UnitRoundoff;
}
