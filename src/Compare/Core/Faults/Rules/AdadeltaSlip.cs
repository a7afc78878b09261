namespace Compare.Faults.Rules;

/// <summary>Mistakes in the formula of Adadelta.</summary>
[Flags]
internal enum AdadeltaSlip
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The gradient over D(r) enters s before s is used.</summary>
    StepsEnterFirst = 1,

    /// <summary>The square of the gradient enters s.</summary>
    GradientForStep = 2,

    /// <summary>The step enters s with the step size.</summary>
    StepSizeInside = 4,

    /// <summary>Squares enter without 1 - tau.</summary>
    ComplementMissing = 8,

    /// <summary>s + epsilon takes the place of D(s).</summary>
    NumeratorWithoutRoot = 16,
}
