namespace Compare.Causes.Updates;

/// <summary>Mistakes in the formula of Adam.</summary>
internal enum AdamSlip
{
    /// <summary>The counter starts at 0, so that the first correction divides by zero.</summary>
    CounterFromZero,

    /// <summary>The corrected m is kept as m.</summary>
    CorrectedMomentKept,

    /// <summary>The largest v so far takes the place of v itself.</summary>
    LargestKept,

    /// <summary>The magnitude of the gradient enters v in place of its square.</summary>
    SquareMissing,

    /// <summary>The denominator has no root.</summary>
    RootMissing,
}
