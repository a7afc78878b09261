namespace Compare.Reference.Optimizers;

/// <summary>
/// What a momentum buffer accumulates. The two differ as soon as the step size changes, and in the state they leave.
/// </summary>
public enum BufferContent
{
    /// <summary>Directions; the step size multiplies the buffer: PyTorch, ONNX, burn, Sonnet's Momentum.</summary>
    Directions,

    /// <summary>Steps; the step size is inside the buffer: Keras, Sonnet's RMSProp.</summary>
    Steps,
}
