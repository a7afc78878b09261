namespace Compare.Faults.Rules;

/// <summary>Mistakes in the formulas of AdaGrad and RMSProp.</summary>
[Flags]
internal enum SquaresSlip
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The step is taken with r before the gradient enters it.</summary>
    AccumulatedAfterUse = 1,

    /// <summary>The magnitude of the gradient enters in place of its square.</summary>
    SquareMissing = 2,

    /// <summary>The gradient itself enters in place of its square.</summary>
    GradientForSquare = 256,

    /// <summary>The denominator has no root.</summary>
    RootMissing = 4,

    /// <summary>AdaGrad divides its sum by the number of updates.</summary>
    MeanInsteadOfSum = 8,

    /// <summary>RMSProp leaves out 1 - tau.</summary>
    SumInsteadOfMean = 16,

    /// <summary>RMSProp subtracts the square of a mean gradient that starts anew at every update.</summary>
    CentredAnew = 32,

    /// <summary>RMSProp multiplies the kept r by the square as well: (tau r + 1 - tau) g^2.</summary>
    KeptIsMultiplied = 64,

    /// <summary>The step is taken with r before the gradient enters it, but for the first.</summary>
    AccumulatedAfterUseButFirst = 128,
}
