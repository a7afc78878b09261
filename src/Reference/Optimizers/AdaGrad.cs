using System.Runtime.CompilerServices;

namespace Compare.Reference.Optimizers;

/// <summary>
/// AdaGrad (Duchi, Hazan and Singer 2011): r &lt;- r + g^2, theta &lt;- theta - gamma g / (sqrt(r) + epsilon).
/// </summary>
/// <remarks>Slot: r.</remarks>
public sealed record AdaGrad : Optimizer, IHasEpsilon, IHasAccumulator
{
    /// <summary>
    /// The homework's rule: epsilon = 1e-8 outside the root (paper/protocol.md), at its middle step size.
    /// </summary>
    public static AdaGrad Homework { get; } = new() { LearningRate = 1e-2 };

    /// <summary>torch.optim.Adagrad.</summary>
    public static AdaGrad PyTorch { get; } = new() { LearningRate = 1e-2, Epsilon = 1e-10 };

    /// <summary>keras.optimizers.Adagrad (keras/src/optimizers/adagrad.py).</summary>
    public static AdaGrad Keras { get; } =
        new()
        {
            LearningRate = 1e-3,
            InitialAccumulator = 0.1,
            Epsilon = 1e-7,
            EpsilonPlacement = EpsilonPlacement.InsideRoot,
        };

    /// <summary>ai.onnx.preview.training Adagrad; the step size is an input there.</summary>
    public static AdaGrad Onnx { get; } = new() { Epsilon = 1e-6 };

    /// <summary>
    /// burn's AdaGradConfig (burn-core/src/optim/adagrad.rs); the step size is an argument of every update there.
    /// </summary>
    public static AdaGrad Burn { get; } = new() { Epsilon = 1e-5 };

    /// <inheritdoc/>
    public override string Name => "adagrad";

    /// <summary>epsilon. In units of the gradient outside the root, of its square inside; finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Epsilon
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    } = 1e-8;

    /// <summary>Where epsilon stands.</summary>
    public EpsilonPlacement EpsilonPlacement { get; init; } = EpsilonPlacement.OutsideRoot;

    /// <summary>What r starts from. In units of the squared gradient; finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double InitialAccumulator
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    }

    /// <inheritdoc/>
    public override string StepEquation => "O.21";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options =>
        [WordsOf(EpsilonPlacement), .. InitialAccumulator != 0 ? ["r not starting at zero"] : Array.Empty<string>()];

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(double epsilon) => this with { Epsilon = epsilon };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(EpsilonPlacement placement) => this with { EpsilonPlacement = placement };

    /// <inheritdoc/>
    Optimizer IHasAccumulator.WithAccumulator(double value) => this with { InitialAccumulator = value };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => ["r"];

    /// <inheritdoc/>
    protected override double InitialValue(string slot) => InitialAccumulator;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        var epsilon = HyperParameter.To<T>(Epsilon);
        var r = slots["r"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            r[i] += g * g; // (O.20)
            theta[i] -= gamma * g / Denominator(r[i], epsilon, EpsilonPlacement); // (O.21)
        }
    }
}
