namespace Compare.Reference.Optimizers;

/// <summary>
/// The three places where a weight decay can act. Each coefficient is 0 for "not at all", and then nothing is computed.
/// </summary>
public sealed record WeightDecay
{
    /// <summary>No weight decay.</summary>
    public static WeightDecay None { get; } = new();

    /// <summary>
    /// lambda of (O.1), added to the gradient as lambda theta: <c>weight_decay</c> of PyTorch's SGD, RMSprop, Adam and
    /// Adagrad and of burn, <c>norm_coefficient</c> of ONNX. Dimensionless, finite, at least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Coupled
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    }

    /// <summary>
    /// lambda' of (O.2), shrinks the parameters by gamma lambda' before the update: PyTorch's AdamW, every
    /// <c>weight_decay</c> of Keras. Dimensionless, finite, at least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Decoupled
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    }

    /// <summary>
    /// lambda'' of (O.3), shrinks the parameters after the update, whatever the step size: <c>norm_coefficient_post</c>
    /// of ONNX's Adam. Dimensionless, in [0, 1].
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1], or NaN.</exception>
    public double AfterUpdate
    {
        get;
        init => field = HyperParameter.UpToOne(value);
    }
}
