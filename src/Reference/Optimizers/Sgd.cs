using System.Runtime.CompilerServices;

namespace Compare.Reference.Optimizers;

/// <summary>Plain gradient descent: theta &lt;- theta - gamma g (O.8).</summary>
/// <remarks>
/// Keeps no state but the count of updates. ONNX has no such operator: its Momentum with alpha = 0 is one.
/// </remarks>
public sealed record Sgd : Optimizer
{
    /// <summary>The homework's rule at its middle step size.</summary>
    public static Sgd Homework { get; } = new() { LearningRate = 1e-2 };

    /// <summary>torch.optim.SGD without momentum; step size as in PyTorch 2 (TorchSharp has no default).</summary>
    public static Sgd PyTorch { get; } = new() { LearningRate = 1e-3 };

    /// <summary>keras.optimizers.SGD (keras/src/optimizers/sgd.py).</summary>
    public static Sgd Keras { get; } = new() { LearningRate = 1e-2 };

    /// <summary>sonnet.optimizers.SGD; it has no default step size.</summary>
    public static Sgd Sonnet { get; } = new();

    /// <summary>burn's Sgd without momentum; the step size is an argument of every update there.</summary>
    public static Sgd Burn { get; } = new();

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override bool IsPlain => true;

    /// <inheritdoc/>
    public override string StepEquation => "O.8";

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => [];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        for (var i = 0; i < theta.Length; i++)
            theta[i] -= gamma * step.Gradient(gradient[i], theta[i]); // (O.8)
    }
}
