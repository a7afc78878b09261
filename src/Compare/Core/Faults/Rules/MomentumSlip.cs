namespace Compare.Faults.Rules;

/// <summary>Mistakes in the formula of momentum.</summary>
internal enum MomentumSlip
{
    /// <summary>The step is taken from the buffer before the gradient enters it.</summary>
    BufferUpdatedAfterUse,

    /// <summary>The first gradient never enters the buffer.</summary>
    FirstGradientLost,
}
