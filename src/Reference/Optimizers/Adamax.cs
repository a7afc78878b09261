using System.Runtime.CompilerServices;

namespace Compare.Reference.Optimizers;

/// <summary>Adamax (Kingma and Ba 2015, section 7.1): Adam whose root mean square is a decaying maximum.</summary>
/// <remarks>Slots: m, r.</remarks>
public sealed record Adamax : Optimizer, IHasEpsilon, IHasMoments
{
    /// <summary>torch.optim.Adamax.</summary>
    public static Adamax PyTorch { get; } = new() { LearningRate = 2e-3 };

    /// <summary>keras.optimizers.Adamax (keras/src/optimizers/adamax.py).</summary>
    public static Adamax Keras { get; } =
        new()
        {
            LearningRate = 1e-3,
            Epsilon = 1e-7,
            EpsilonPlacement = EpsilonPlacement.OutsideRoot,
        };

    /// <inheritdoc/>
    public override string Name => "adamax";

    /// <summary>beta1, how much of m survives an update. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double Beta1
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.9;

    /// <summary>beta2, how much of the maximum survives an update. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double Beta2
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.999;

    /// <summary>epsilon, in units of the gradient; finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Epsilon
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    } = 1e-8;

    /// <summary>
    /// Where epsilon stands: there is no root, but inside it is added to the gradient's magnitude before the maximum, as PyTorch does, and
    /// outside to the maximum, as Keras does.
    /// </summary>
    public EpsilonPlacement EpsilonPlacement { get; init; } = EpsilonPlacement.InsideRoot;

    /// <inheritdoc/>
    public override string StepEquation => IsInside ? "O.61" : "O.63";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options =>
        [IsInside ? "epsilon inside the maximum (O.60)" : "epsilon outside the maximum (O.63)"];

    private bool IsInside => EpsilonPlacement == EpsilonPlacement.InsideRoot;

    /// <inheritdoc/>
    Optimizer IHasMoments.WithBetas(double beta1, double beta2) => this with { Beta1 = beta1, Beta2 = beta2 };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(double epsilon) => this with { Epsilon = epsilon };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(EpsilonPlacement placement) => this with { EpsilonPlacement = placement };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => ["m", "r"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        T beta1 = HyperParameter.To<T>(Beta1),
            beta2 = HyperParameter.To<T>(Beta2),
            oneMinusBeta1 = OneMinus<T>(Beta1),
            epsilon = HyperParameter.To<T>(Epsilon);
        var rate = step.Gamma / OneMinusPower<T>(Beta1, step.UpdatesBefore + 1);
        Span<T> m = slots["m"],
            r = slots["r"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            m[i] = beta1 * m[i] + oneMinusBeta1 * g; // (O.30)
            if (IsInside)
            {
                r[i] = T.Max(beta2 * r[i], T.Abs(g) + epsilon); // (O.60)
                theta[i] -= rate * (m[i] / r[i]); // (O.61)
            }
            else
            {
                r[i] = T.Max(beta2 * r[i], T.Abs(g)); // (O.62)
                theta[i] -= rate * (m[i] / (r[i] + epsilon)); // (O.63)
            }
        }
    }
}
