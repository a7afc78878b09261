namespace Compare.Causes.Updates;

/// <summary>Mistakes in the formulas of AdaGrad and RMSProp.</summary>
internal enum SquaresSlip
{
    /// <summary>The step is taken with r before the gradient enters it.</summary>
    AccumulatedAfterUse,

    /// <summary>The magnitude of the gradient enters in place of its square.</summary>
    SquareMissing,

    /// <summary>The denominator has no root.</summary>
    RootMissing,

    /// <summary>AdaGrad divides its sum by the number of updates.</summary>
    MeanInsteadOfSum,

    /// <summary>RMSProp leaves out 1 - tau.</summary>
    SumInsteadOfMean,

    /// <summary>RMSProp subtracts the square of a mean gradient that starts anew at every update.</summary>
    CentredAnew,
}
