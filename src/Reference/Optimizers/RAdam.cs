using System.Numerics;
using System.Runtime.CompilerServices;
using Compare.Reference.Numerics;

namespace Compare.Reference.Optimizers;

/// <summary>
/// RAdam (Liu et al. 2020): Adam whose step is rectified by how far the variance of its root can be trusted, and which takes the step of
/// the average alone while it cannot.
/// </summary>
/// <remarks>Slots: m, v.</remarks>
public sealed record RAdam : Optimizer, IHasEpsilon, IHasMoments
{
    /// <summary>Degrees of freedom from which on the variance is finite, as PyTorch and Optax have it; the paper has 4.</summary>
    private const double LeastDegrees = 5;

    /// <summary>Roundings of r beside those of its degrees of freedom.</summary>
    private const double RoundingsOfRectification = 24;

    /// <summary>torch.optim.RAdam.</summary>
    public static RAdam PyTorch { get; } = new() { LearningRate = 1e-3, Form = AdamForm.EpsilonHat };

    /// <summary>torch.optim.RAdam as TorchSharp 0.107 has it, which multiplies by the step size twice once the step is rectified.</summary>
    public static RAdam TorchSharp { get; } = PyTorch with { LearningRate = 2e-3, SquaresStepSize = true };

    /// <summary>optax.radam; the step size has no default there.</summary>
    public static RAdam Optax { get; } = new() { LearningRate = 1e-3 };

    /// <inheritdoc/>
    public override string Name => "radam";

    /// <summary>beta1, how much of m survives an update. Dimensionless, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1), or NaN.</exception>
    public double Beta1
    {
        get;
        init => field = HyperParameter.BelowOne(value);
    } = 0.9;

    /// <summary>beta2, how much of v survives an update. Dimensionless, in [0, 1); up to 2/3 no step is ever rectified.</summary>
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

    /// <summary>On which side of the bias correction epsilon stands: <see cref="AdamForm.EpsilonHat"/> or <see cref="AdamForm.Estimates"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another form, which RAdam does not have.</exception>
    public AdamForm Form
    {
        get;
        init =>
            field = value is AdamForm.Estimates or AdamForm.EpsilonHat
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "RAdam has no such form.");
    } = AdamForm.Estimates;

    /// <summary>Whether a rectified step is multiplied by the step size twice, as in TorchSharp 0.107.</summary>
    public bool SquaresStepSize { get; init; }

    /// <inheritdoc/>
    public override string StepEquation => Form == AdamForm.EpsilonHat ? "O.74" : "O.73";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options =>
        [
            WordsOf(EpsilonPlacement),
            .. Form == AdamForm.EpsilonHat
                ? ["\"epsilon hat\" before the bias correction (O.74)"]
                : Array.Empty<string>(),
            .. SquaresStepSize ? ["the step size twice, as in TorchSharp 0.107"] : Array.Empty<string>(),
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
        var t = step.UpdatesBefore + 1;
        T beta1 = HyperParameter.To<T>(Beta1),
            beta2 = HyperParameter.To<T>(Beta2),
            oneMinusBeta1 = OneMinus<T>(Beta1),
            oneMinusBeta2 = OneMinus<T>(Beta2),
            c2 = OneMinusPower<T>(Beta2, t),
            epsilon = HyperParameter.To<T>(Epsilon);
        var rate = step.Gamma / OneMinusPower<T>(Beta1, t);
        var isRectified = false;
        if (Rectification<T>(t) is { } r)
        {
            isRectified = true;
            rate *= r;
            if (Form == AdamForm.EpsilonHat)
                rate *= T.Sqrt(c2);
            if (SquaresStepSize)
                rate *= step.Gamma;
        }
        Span<T> m = slots["m"],
            v = slots["v"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            m[i] = beta1 * m[i] + oneMinusBeta1 * g; // (O.30)
            v[i] = beta2 * v[i] + oneMinusBeta2 * g * g; // (O.31)
            if (!isRectified)
                theta[i] -= rate * m[i]; // (O.72)
            else if (Form == AdamForm.EpsilonHat)
                theta[i] -= rate * m[i] / Denominator(v[i], epsilon, EpsilonPlacement); // (O.74)
            else
                theta[i] -= rate * m[i] / Denominator(v[i] / c2, epsilon, EpsilonPlacement); // (O.73)
        }
    }

    /// <summary>r of an update; null where the variance cannot be trusted.</summary>
    private T? Rectification<T>(long t)
        where T : unmanaged, INumber<T>
    {
        static DoubleDouble Of(double x) => DoubleDouble.FromDouble(x);
        var most = Of(2) / (Of(1) - Of(Beta2)) - Of(1); // (O.69)
        var power = HyperParameter.Power(Of(Beta2), t);
        var complement = Of(1) - power;
        var lost = Of(2) * Of(t) * power / complement;
        var degrees = most - lost; // (O.70)
        if (!(degrees.Hi > LeastDegrees))
            return null;
        var r = DoubleDouble.Sqrt(
            (degrees - Of(4)) * (degrees - Of(2)) * most / ((most - Of(4)) * (most - Of(2)) * degrees)
        ); // (O.71)
        var value = HyperParameter.To<T>(r);
        if (default(T) is not IErrorBounded<T> bounded)
            return value;
        // What a program that forms r in double may lose: nearly all digits of a small number of degrees are cancelled.
        var (rho, k) = (degrees.Hi, Math.Max(4, t - 1));
        var ofDegrees = 4 * most.Hi + rho + lost.Hi * (3 + k * (1 + power.Hi / complement.Hi)); // (O.75)
        var error = ofDegrees / 2 * (1 / (rho - 4) + 1 / (rho - 2) + 1 / rho) + RoundingsOfRectification; // (O.76)
        return value + T.CreateChecked(error * r.Hi * Binary64.UnitRoundoff) * bounded.Step(T.Zero);
    }
}
