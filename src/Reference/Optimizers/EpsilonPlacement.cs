namespace Compare.Reference.Optimizers;

/// <summary>Where epsilon stands in the denominator of an adaptive rule.</summary>
public enum EpsilonPlacement
{
    /// <summary>sqrt(x) + epsilon: the homework, PyTorch, ONNX, burn, and Sonnet's Adam.</summary>
    OutsideRoot,

    /// <summary>sqrt(x + epsilon): RMSProp and AdaGrad of Keras, RMSProp of Sonnet.</summary>
    InsideRoot,
}
