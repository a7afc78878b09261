namespace Compare.Reference.Optimizers;

/// <summary>How Adam's step is put together from its two moving averages.</summary>
public enum AdamForm
{
    /// <summary>From the corrected averages (Kingma and Ba 2015, algorithm 1): the homework, Sonnet, burn.</summary>
    Estimates,

    /// <summary>
    /// PyTorch's order of the same algebra: the corrections are moved into the step size and the root.
    /// Epsilon stands outside the root.
    /// </summary>
    ScaledRoot,

    /// <summary>
    /// Both corrections in the step size, so that epsilon meets the uncorrected root and means something else ("epsilon
    /// hat", the remark before section 2.1 of Kingma and Ba): Keras, ONNX.
    /// </summary>
    EpsilonHat,
}
