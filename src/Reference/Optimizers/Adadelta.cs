using System.Runtime.CompilerServices;

namespace Compare.Reference.Optimizers;

/// <summary>
/// Adadelta (Zeiler 2012): the gradient is divided by the root of its mean square r and multiplied by that of the mean square s of the
/// steps before.
/// </summary>
/// <remarks>Slots: r, s.</remarks>
public sealed record Adadelta : Optimizer, IHasEpsilon, IHasSmoothing
{
    /// <summary>torch.optim.Adadelta.</summary>
    public static Adadelta PyTorch { get; } = new() { LearningRate = 1 };

    /// <summary>keras.optimizers.Adadelta (keras/src/optimizers/adadelta.py).</summary>
    public static Adadelta Keras { get; } =
        new()
        {
            LearningRate = 1e-3,
            SmoothingConstant = 0.95,
            Epsilon = 1e-7,
        };

    /// <inheritdoc/>
    public override string Name => "adadelta";

    /// <summary>tau, how much of the averages survives an update: <c>rho</c> of PyTorch. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double SmoothingConstant
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.9;

    /// <summary>epsilon, which also makes the first step. Inside the roots in units of their arguments, outside in units of the roots; finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Epsilon
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    } = 1e-6;

    /// <summary>Where epsilon stands, in both roots.</summary>
    public EpsilonPlacement EpsilonPlacement { get; init; } = EpsilonPlacement.InsideRoot;

    /// <inheritdoc/>
    public override string StepEquation => "O.48";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options => [WordsOf(EpsilonPlacement)];

    /// <inheritdoc/>
    Optimizer IHasSmoothing.WithSmoothing(double tau) => this with { SmoothingConstant = tau };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(double epsilon) => this with { Epsilon = epsilon };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(EpsilonPlacement placement) => this with { EpsilonPlacement = placement };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => ["r", "s"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        var tau = HyperParameter.To<T>(SmoothingConstant);
        var oneMinusTau = OneMinus<T>(SmoothingConstant);
        var epsilon = HyperParameter.To<T>(Epsilon);
        Span<T> r = slots["r"],
            s = slots["s"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            r[i] = tau * r[i] + oneMinusTau * g * g; // (O.22)
            var d = Denominator(s[i], epsilon, EpsilonPlacement) / Denominator(r[i], epsilon, EpsilonPlacement) * g; // (O.46)
            s[i] = tau * s[i] + oneMinusTau * d * d; // (O.47)
            theta[i] -= gamma * d; // (O.48)
        }
    }
}
