namespace Compare.Reference.Optimizers;

/// <summary>
/// What the first update writes into a momentum buffer. Without dampening and from a buffer of zeros the three agree.
/// </summary>
public enum FirstBuffer
{
    /// <summary>The gradient itself, whatever the buffer held: PyTorch, burn.</summary>
    Gradient,

    /// <summary>The recursion without dampening: ONNX, which takes its beta as 1 at t = 0.</summary>
    Undampened,

    /// <summary>The recursion like every later update: Keras, Sonnet.</summary>
    Dampened,
}
