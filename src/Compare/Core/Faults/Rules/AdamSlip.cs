namespace Compare.Faults.Rules;

/// <summary>Mistakes in the formula of Adam.</summary>
[Flags]
internal enum AdamSlip
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The counter starts at 0, so that the first correction divides by zero.</summary>
    CounterFromZero = 1,

    /// <summary>The corrected m is kept as m.</summary>
    CorrectedMomentKept = 2,

    /// <summary>The largest v so far takes the place of v itself.</summary>
    LargestKept = 4,

    /// <summary>The magnitude of the gradient enters v in place of its square.</summary>
    SquareMissing = 8,

    /// <summary>The denominator has no root.</summary>
    RootMissing = 16,
}
