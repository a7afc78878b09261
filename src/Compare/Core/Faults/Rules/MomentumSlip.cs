namespace Compare.Faults.Rules;

/// <summary>Mistakes in the formula of momentum.</summary>
internal enum MomentumSlip
{
    /// <summary>The step is taken from the buffer before the gradient enters it.</summary>
    BufferUpdatedAfterUse,

    /// <summary>The first gradient never enters the buffer.</summary>
    FirstGradientLost,

    /// <summary>The first buffer is (1 - rho) g, those after it are rho m + g.</summary>
    FirstBufferAveraged,
}
