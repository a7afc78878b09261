using System.Runtime.CompilerServices;
using Compare.Reference.Numerics;

namespace Compare.Reference.Optimizers;

/// <summary>Lion (Chen et al. 2023): the step is the sign of an average of gradients, so that every parameter moves by the step size.</summary>
/// <remarks>Slot: m. torch.optim has no such rule.</remarks>
public sealed record Lion : Optimizer, IHasMoments
{
    /// <summary>As published, and in optax.lion and keras.optimizers.Lion; the step size is theirs.</summary>
    public static Lion Published { get; } = new() { LearningRate = 1e-4 };

    /// <inheritdoc/>
    public override string Name => "lion";

    /// <summary>beta1, the share of m in the average whose sign is taken. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double Beta1
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.9;

    /// <summary>beta2, how much of m survives an update. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double Beta2
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.99;

    /// <inheritdoc/>
    public override string StepEquation => "O.58";

    /// <inheritdoc/>
    Optimizer IHasMoments.WithBetas(double beta1, double beta2) => this with { Beta1 = beta1, Beta2 = beta2 };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => ["m"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        T beta1 = HyperParameter.To<T>(Beta1),
            beta2 = HyperParameter.To<T>(Beta2),
            oneMinusBeta1 = OneMinus<T>(Beta1),
            oneMinusBeta2 = OneMinus<T>(Beta2);
        var half = T.One / (T.One + T.One);
        var m = slots["m"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            var c = beta1 * m[i] + oneMinusBeta1 * g; // (O.57)
            var unit = Sign.Step(c, half);
            theta[i] -= gamma * (unit + unit - T.One); // (O.58)
            m[i] = beta2 * m[i] + oneMinusBeta2 * g; // (O.59)
        }
    }
}
