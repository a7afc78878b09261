namespace Compare.Reference.Numerics;

/// <summary>The constants of a floating-point format that the standard model of rounding (N.1) needs.</summary>
public interface IFloatFormat
{
    /// <summary>u, half the distance from 1 to the next number: the largest relative error of one rounding. Dimensionless.</summary>
    static abstract double UnitRoundoff { get; }

    /// <summary>eta, the largest absolute error of one rounding below the normal range, also where subnormals are flushed to zero.</summary>
    static abstract double Underflow { get; }

    /// <summary>The largest finite number; what may be above it may be infinite.</summary>
    static abstract double Largest { get; }

    /// <summary>The unit roundoff of the format in which sums of products are accumulated, before they are rounded to this one.</summary>
    static abstract double SumRoundoff { get; }
}
