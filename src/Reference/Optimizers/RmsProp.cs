using System.Runtime.CompilerServices;

namespace Compare.Reference.Optimizers;

/// <summary>
/// RMSProp (Tieleman and Hinton 2012): r &lt;- tau r + (1 - tau) g^2, theta &lt;- theta - gamma g / (sqrt(r) +
/// epsilon).
/// </summary>
/// <remarks>
/// Slots: r; a, if centred; m, with momentum. Centred, r - a^2 can come out below zero by rounding where a gradient
/// hardly varies; its root is then NaN, as in the frameworks.
/// </remarks>
public sealed record RmsProp : Optimizer, IHasEpsilon, IHasMomentum, IHasAccumulator, IHasSmoothing
{
    /// <summary>
    /// The homework's rule: tau = 0.9, epsilon = 1e-8 outside the root (paper/protocol.md), at its middle step size.
    /// </summary>
    public static RmsProp Homework { get; } = new() { LearningRate = 1e-2 };

    /// <summary>torch.optim.RMSprop.</summary>
    public static RmsProp PyTorch { get; } = new() { LearningRate = 1e-2, SmoothingConstant = 0.99 };

    /// <summary>keras.optimizers.RMSprop (keras/src/optimizers/rmsprop.py).</summary>
    public static RmsProp Keras { get; } =
        new()
        {
            LearningRate = 1e-3,
            Epsilon = 1e-7,
            EpsilonPlacement = EpsilonPlacement.InsideRoot,
            Buffer = BufferContent.Steps,
        };

    /// <summary>
    /// sonnet.optimizers.RMSProp (sonnet/src/optimizers/rmsprop.py); the step size has no default there.
    /// </summary>
    public static RmsProp Sonnet { get; } =
        new()
        {
            Epsilon = 1e-10,
            EpsilonPlacement = EpsilonPlacement.InsideRoot,
            Buffer = BufferContent.Steps,
        };

    /// <summary>burn's RmsPropConfig (burn-core/src/optim/rmsprop.rs), which has momentum by default.</summary>
    public static RmsProp Burn { get; } =
        new()
        {
            SmoothingConstant = 0.99,
            MomentumFactor = 0.9,
            Epsilon = 1e-5,
        };

    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <summary>tau, how much of the average survives an update. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double SmoothingConstant
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.9;

    /// <summary>epsilon. In units of the gradient outside the root, of its square inside; finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Epsilon
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    } = 1e-8;

    /// <summary>Where epsilon stands.</summary>
    public EpsilonPlacement EpsilonPlacement { get; init; } = EpsilonPlacement.OutsideRoot;

    /// <summary>
    /// Whether the squared mean gradient is subtracted, so that the denominator estimates a standard deviation (Graves
    /// 2013).
    /// </summary>
    public bool Centred { get; init; }

    /// <summary>rho, momentum on the scaled gradient; 0 for none. Dimensionless, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1], or NaN.</exception>
    public double MomentumFactor
    {
        get;
        init => field = HyperParameter.UpToOne(value);
    }

    /// <summary>Whether the step size is applied to the momentum buffer or is inside it.</summary>
    public BufferContent Buffer { get; init; } = BufferContent.Directions;

    /// <summary>What r starts from (TensorFlow 1: 1). In units of the squared gradient; finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double InitialAccumulator
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    }

    /// <inheritdoc/>
    public override string StepEquation =>
        MomentumFactor == 0 ? "O.25"
        : Buffer == BufferContent.Steps ? "O.29"
        : "O.27";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options =>
        [
            WordsOf(EpsilonPlacement),
            .. Centred ? ["centred (O.24)"] : Array.Empty<string>(),
            .. MomentumFactor != 0 ? ["with momentum (O.26)"] : Array.Empty<string>(),
            .. InitialAccumulator != 0 ? ["r not starting at zero"] : Array.Empty<string>(),
        ];

    /// <inheritdoc/>
    Optimizer IHasMomentum.WithMomentum(double factor) => this with { MomentumFactor = factor };

    /// <inheritdoc/>
    Optimizer IHasSmoothing.WithSmoothing(double tau) => this with { SmoothingConstant = tau };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(double epsilon) => this with { Epsilon = epsilon };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(EpsilonPlacement placement) => this with { EpsilonPlacement = placement };

    /// <inheritdoc/>
    Optimizer IHasAccumulator.WithAccumulator(double value) => this with { InitialAccumulator = value };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() =>
        ["r", .. Centred ? ["a"] : Array.Empty<string>(), .. MomentumFactor != 0 ? ["m"] : Array.Empty<string>()];

    /// <inheritdoc/>
    protected override double InitialValue(string slot) => slot == "r" ? InitialAccumulator : 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        var tau = HyperParameter.To<T>(SmoothingConstant);
        var oneMinusTau = OneMinus<T>(SmoothingConstant);
        var epsilon = HyperParameter.To<T>(Epsilon);
        var rho = HyperParameter.To<T>(MomentumFactor);
        var r = slots["r"];
        var a = Centred ? slots["a"] : default;
        var m = MomentumFactor != 0 ? slots["m"] : default;
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            r[i] = tau * r[i] + oneMinusTau * g * g; // (O.22)
            var variance = r[i];
            if (Centred)
            {
                a[i] = tau * a[i] + oneMinusTau * g; // (O.23)
                variance -= a[i] * a[i]; // (O.24)
            }
            var denominator = Denominator(variance, epsilon, EpsilonPlacement);
            if (MomentumFactor == 0)
                theta[i] -= gamma * g / denominator; // (O.25)
            else if (Buffer == BufferContent.Directions)
            {
                m[i] = rho * m[i] + g / denominator; // (O.26)
                theta[i] -= gamma * m[i]; // (O.27)
            }
            else
            {
                m[i] = rho * m[i] + gamma * g / denominator; // (O.28)
                theta[i] -= m[i]; // (O.29)
            }
        }
    }
}
