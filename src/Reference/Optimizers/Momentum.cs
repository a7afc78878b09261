using System.Runtime.CompilerServices;

namespace Compare.Reference.Optimizers;

/// <summary>
/// Gradient descent with momentum (Polyak's heavy ball, 1964): m &lt;- rho m + g, theta &lt;- theta - gamma m.
/// </summary>
/// <remarks>Slot: m. With factor 0 it is <see cref="Sgd"/>.</remarks>
public sealed record Momentum : Optimizer, IHasMomentum
{
    /// <summary>The homework's rule: rho = 0.9 (paper/protocol.md), at its middle step size.</summary>
    public static Momentum Homework { get; } = new() { LearningRate = 1e-2 };

    /// <summary>
    /// torch.optim.SGD with momentum: the first buffer is the gradient. Its default factor is 0, which is
    /// <see cref="Sgd"/>.
    /// </summary>
    public static Momentum PyTorch { get; } = new() { LearningRate = 1e-3 };

    /// <summary>keras.optimizers.SGD with momentum (keras/src/optimizers/sgd.py): the buffer holds steps.</summary>
    public static Momentum Keras { get; } =
        new()
        {
            LearningRate = 1e-2,
            Buffer = BufferContent.Steps,
            FirstBuffer = FirstBuffer.Dampened,
        };

    /// <summary>
    /// sonnet.optimizers.Momentum (sonnet/src/optimizers/momentum.py); step size and factor have no default there.
    /// </summary>
    public static Momentum Sonnet { get; } = new() { FirstBuffer = FirstBuffer.Dampened };

    /// <summary>
    /// ai.onnx.preview.training Momentum: its alpha is rho, its beta is 1 - dampening and counts as 1 at t = 0. All are
    /// attributes without default.
    /// </summary>
    public static Momentum Onnx { get; } = new() { FirstBuffer = FirstBuffer.Undampened };

    /// <summary>
    /// burn's MomentumConfig (burn-core/src/optim/momentum.rs): dampened by 0.1, the first buffer is the gradient.
    /// </summary>
    public static Momentum Burn { get; } = new() { Dampening = 0.1 };

    /// <inheritdoc/>
    public override string Name => "momentum";

    /// <summary>rho, how much of the buffer survives an update. Dimensionless, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1], or NaN.</exception>
    public double MomentumFactor
    {
        get;
        init => field = HyperParameter.UpToOne(value);
    } = 0.9;

    /// <summary>
    /// delta, by which the gradient is reduced on its way into the buffer; delta = rho makes the buffer an exponential
    /// moving average. Dimensionless, in [0, 1].
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1], or NaN.</exception>
    public double Dampening
    {
        get;
        init => field = HyperParameter.UpToOne(value);
    }

    /// <summary>
    /// Whether the step looks ahead (Nesterov; in the form of Sutskever et al. 2013 that all the frameworks use).
    /// </summary>
    public bool Nesterov { get; init; }

    /// <summary>What the first update writes into the buffer.</summary>
    public FirstBuffer FirstBuffer { get; init; } = FirstBuffer.Gradient;

    /// <summary>Whether the step size is applied to the buffer or is inside it.</summary>
    public BufferContent Buffer { get; init; } = BufferContent.Directions;

    /// <inheritdoc/>
    public override string StepEquation => Buffer == BufferContent.Steps ? "O.19" : "O.18";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options =>
        [
            .. Nesterov ? ["Nesterov's (O.16)"] : Array.Empty<string>(),
            .. Dampening != 0 ? ["dampened (O.15)"] : Array.Empty<string>(),
            .. Buffer == BufferContent.Steps ? ["the buffer holding steps (O.12)"] : Array.Empty<string>(),
        ];

    /// <inheritdoc/>
    Optimizer IHasMomentum.WithMomentum(double factor) => this with { MomentumFactor = factor };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => ["m"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        var rho = HyperParameter.To<T>(MomentumFactor);
        var undamped = OneMinus<T>(Dampening);
        var first = step.UpdatesBefore == 0 ? FirstBuffer : FirstBuffer.Dampened;
        var m = slots["m"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            var x =
                Buffer == BufferContent.Directions
                    ? g // (O.11)
                    : -(gamma * g); // (O.12)
            m[i] = first switch
            {
                FirstBuffer.Gradient => x, // (O.13)
                FirstBuffer.Undampened => rho * m[i] + x, // (O.14)
                _ => rho * m[i] + undamped * x, // (O.15)
            };
            var d = Nesterov
                ? x + rho * m[i] // (O.16)
                : m[i]; // (O.17)
            theta[i] =
                Buffer == BufferContent.Directions
                    ? theta[i] - gamma * d // (O.18)
                    : theta[i] + d; // (O.19)
        }
    }
}
