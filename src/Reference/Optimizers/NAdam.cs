using System.Numerics;
using System.Runtime.CompilerServices;
using Compare.Reference.Numerics;

namespace Compare.Reference.Optimizers;

/// <summary>
/// NAdam (Dozat 2016): Adam that looks ahead as Nesterov's momentum does, with a share of momentum mu that grows from update to update.
/// </summary>
/// <remarks>Slots: m, v. The product of all mu so far follows from the number of updates.</remarks>
public sealed record NAdam : Optimizer, IHasEpsilon, IHasMoments
{
    /// <summary>What a program that works in double may lose in mu, in units of rounding (O.45).</summary>
    private const double LostInMu = 6;

    /// <summary>Below it a product of shares is nothing beside 1, in every number type.</summary>
    private const double Nothing = 1e-40;

    /// <summary>The logarithm of 0.96, the base in which mu approaches beta1.</summary>
    private static readonly DoubleDouble LogOfBase = DoubleDouble.Log(DoubleDouble.FromDouble(0.96));

    /// <summary>As published, with the options of torch.optim.NAdam from PyTorch 2.0 on.</summary>
    public static NAdam PyTorch { get; } = new() { LearningRate = 2e-3 };

    /// <summary>keras.optimizers.Nadam (keras/src/optimizers/nadam.py).</summary>
    public static NAdam Keras { get; } =
        new()
        {
            LearningRate = 1e-3,
            Epsilon = 1e-7,
            MomentumDecay = 1,
        };

    /// <summary>optax.nadam; the step size is an argument there.</summary>
    public static NAdam Optax { get; } = new() { HasConstantMomentum = true };

    /// <inheritdoc/>
    public override string Name => "nadam";

    /// <summary>beta1, how much of m survives an update. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double Beta1
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.9;

    /// <summary>beta2, how much of v survives an update. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double Beta2
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.999;

    /// <summary>epsilon. In units of the gradient outside the root, of its square inside; finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Epsilon
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    } = 1e-8;

    /// <summary>Where epsilon stands.</summary>
    public EpsilonPlacement EpsilonPlacement { get; init; } = EpsilonPlacement.OutsideRoot;

    /// <summary>psi, how fast mu approaches beta1: <c>momentum_decay</c> of PyTorch. Dimensionless, finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double MomentumDecay
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    } = 0.004;

    /// <summary>Whether mu is beta1 from the first update on, as in Optax; psi has no effect then.</summary>
    public bool HasConstantMomentum { get; init; }

    /// <summary>Whether the product of the next update counts mu of this one twice, as torch.optim.NAdam of PyTorch before 2.0 does.</summary>
    public bool CountsMomentumTwice { get; init; }

    /// <summary>Whether the product is kept in float32 whatever the format of the parameters, as PyTorch for Python keeps it.</summary>
    public bool KeepsProductInFloat32 { get; init; }

    /// <inheritdoc/>
    public override string StepEquation => "O.44";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options =>
        [
            WordsOf(EpsilonPlacement),
            .. HasConstantMomentum ? ["constant momentum"] : Array.Empty<string>(),
            .. CountsMomentumTwice ? ["mu counted twice in the next product"] : Array.Empty<string>(),
            .. KeepsProductInFloat32 ? ["product of mu kept in float32"] : Array.Empty<string>(),
        ];

    /// <inheritdoc/>
    Optimizer IHasMoments.WithBetas(double beta1, double beta2) => this with { Beta1 = beta1, Beta2 = beta2 };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(double epsilon) => this with { Epsilon = epsilon };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(EpsilonPlacement placement) => this with { EpsilonPlacement = placement };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => ["m", "v"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var (ofGradient, ofAverage) = Shares(step.Gamma, step.UpdatesBefore + 1);
        T beta1 = HyperParameter.To<T>(Beta1),
            beta2 = HyperParameter.To<T>(Beta2);
        T oneMinusBeta1 = OneMinus<T>(Beta1),
            oneMinusBeta2 = OneMinus<T>(Beta2);
        var c2 = OneMinusPower<T>(Beta2, step.UpdatesBefore + 1);
        var epsilon = HyperParameter.To<T>(Epsilon);
        Span<T> m = slots["m"],
            v = slots["v"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            m[i] = beta1 * m[i] + oneMinusBeta1 * g; // (O.30)
            v[i] = beta2 * v[i] + oneMinusBeta2 * g * g; // (O.31)
            var denominator = Denominator(v[i] / c2, epsilon, EpsilonPlacement); // (O.36)
            theta[i] -= ofGradient * g / denominator; // (O.43)
            theta[i] -= ofAverage * m[i] / denominator; // (O.44)
        }
    }

    /// <summary>The step size times the share of the gradient and of its average in the step.</summary>
    private (T Gradient, T Average) Shares<T>(T gamma, long t)
        where T : unmanaged, INumber<T>
    {
        if (HasConstantMomentum)
        {
            var twice = CountsMomentumTwice ? 1 : 0;
            return (
                gamma * OneMinus<T>(Beta1) / OneMinusPower<T>(Beta1, t),
                gamma * HyperParameter.To<T>(Beta1) / OneMinusPower<T>(Beta1, t + 1 + twice)
            );
        }
        var perUpdate = DoubleDouble.Exp(DoubleDouble.FromDouble(MomentumDecay) * LogOfBase);
        var power = perUpdate;
        var product = T.One;
        var kept = 1f;
        for (var s = 1L; s < t && Math.Abs(kept) > Nothing; s++)
        {
            (product, kept) = Next(product, kept, Mu(power));
            power *= perUpdate;
        }
        if (Math.Abs(kept) <= Nothing)
            power = HyperParameter.Power(perUpdate, t);
        var (mu, next) = (Mu(power), Mu(power * perUpdate));
        (product, kept) = Next(product, kept, mu);
        var ahead = product;
        var aheadKept = kept;
        if (CountsMomentumTwice)
            (ahead, aheadKept) = Next(ahead, aheadKept, mu);
        (ahead, _) = Next(ahead, aheadKept, next);
        return (
            gamma * Lost(HyperParameter.To<T>(DoubleDouble.One - mu), mu) / (T.One - product),
            gamma * Lost(HyperParameter.To<T>(next), next) / (T.One - ahead)
        );
    }

    /// <summary>mu of an update, from 0.96^(t psi).</summary>
    private DoubleDouble Mu(DoubleDouble power) =>
        DoubleDouble.FromDouble(Beta1) * (DoubleDouble.One - power / DoubleDouble.FromDouble(2)); // (O.41)

    /// <summary>The product with one more share.</summary>
    private (T Product, float Kept) Next<T>(T product, float kept, DoubleDouble mu)
        where T : unmanaged, INumber<T>
    {
        var single = kept * (float)mu.Hi;
        return (
            KeepsProductInFloat32 ? HyperParameter.To<T>(single) : product * Lost(HyperParameter.To<T>(mu), mu), // (O.42)
            single
        );
    }

    /// <summary>Charges a type with bounds what a program that forms mu in double may lose in it.</summary>
    private static T Lost<T>(T value, DoubleDouble mu)
        where T : unmanaged, INumber<T> =>
        default(T) is IErrorBounded<T> bounded
            ? value + T.CreateChecked(LostInMu * mu.Hi * DoubleDouble.UnitRoundoff) * bounded.Step(T.Zero) // (O.45)
            : value;
}
