using System.Runtime.CompilerServices;

namespace Compare.Reference.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015): moving averages m of the gradient and v of its square, both corrected for having started
/// at zero; theta &lt;- theta - gamma mHat / (sqrt(vHat) + epsilon).
/// </summary>
/// <remarks>Slots: m, v; vMax with AMSGrad.</remarks>
public sealed record Adam : Optimizer, IHasEpsilon, IHasMoments
{
    /// <summary>
    /// The homework's rule as it stands in paper/protocol.md: algorithm 1, at the homework's middle step size.
    /// </summary>
    public static Adam Homework { get; } = new() { LearningRate = 1e-2 };

    /// <summary>
    /// What produced the Adam column of the homework's Table 2: the tensor's number in place of the step count.
    /// </summary>
    public static Adam HomeworkTable { get; } =
        Homework with
        {
            FirstCorrection = BiasCorrection.TensorIndex,
            SecondCorrection = BiasCorrection.TensorIndex,
        };

    /// <summary>
    /// torch.optim.Adam in TorchSharp's arithmetic. Its factory method has beta2 = 0.99 by default; this is its
    /// class's.
    /// </summary>
    public static Adam PyTorch { get; } = new() { LearningRate = 1e-3, Form = AdamForm.ScaledRoot };

    /// <summary>keras.optimizers.Adam (keras/src/optimizers/adam.py).</summary>
    public static Adam Keras { get; } =
        new()
        {
            LearningRate = 1e-3,
            Epsilon = 1e-7,
            Form = AdamForm.EpsilonHat,
            AverageForm = AverageForm.Increment,
        };

    /// <summary>sonnet.optimizers.Adam (sonnet/src/optimizers/adam.py); the step size has no default there.</summary>
    public static Adam Sonnet { get; } = new();

    /// <summary>
    /// ai.onnx.preview.training Adam: counts updates from 0 and corrects from the second on. The step size is an input
    /// there.
    /// </summary>
    public static Adam Onnx { get; } =
        new()
        {
            Epsilon = 1e-6,
            Form = AdamForm.EpsilonHat,
            FirstCount = 0,
        };

    /// <summary>
    /// burn's AdamConfig (burn-core/src/optim/adam.rs); the step size is an argument of every update there.
    /// </summary>
    public static Adam Burn { get; } = new() { Epsilon = 1e-5 };

    /// <inheritdoc/>
    public override string Name => "adam";

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

    /// <summary>
    /// Where epsilon stands; outside the root if <see cref="Form"/> is <see cref="AdamForm.ScaledRoot"/>.
    /// </summary>
    public EpsilonPlacement EpsilonPlacement { get; init; } = EpsilonPlacement.OutsideRoot;

    /// <summary>
    /// How the step is put together, and with it on which side of the bias correction epsilon stands.
    /// </summary>
    public AdamForm Form { get; init; } = AdamForm.Estimates;

    /// <summary>How the moving averages are written.</summary>
    public AverageForm AverageForm { get; init; } = AverageForm.Weighted;

    /// <summary>The bias correction of m.</summary>
    public BiasCorrection FirstCorrection { get; init; } = BiasCorrection.StepCount;

    /// <summary>The bias correction of v.</summary>
    public BiasCorrection SecondCorrection { get; init; } = BiasCorrection.StepCount;

    /// <summary>What the step count is at the first update: 1, or 0 for ONNX. 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int FirstCount
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(FirstCount));
            field = value;
        }
    } = 1;

    /// <summary>
    /// Whether the largest v so far takes the place of v (Reddi, Kale and Kumar 2018); the largest of the uncorrected
    /// ones, as in PyTorch and Keras.
    /// </summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    public override string StepEquation =>
        Form switch
        {
            AdamForm.EpsilonHat => "O.40",
            AdamForm.ScaledRoot => "O.38",
            _ => "O.37",
        };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options =>
        [
            WordsOf(EpsilonPlacement),
            .. Form == AdamForm.EpsilonHat
                ? ["\"epsilon hat\" before the bias correction (O.40)"]
                : Array.Empty<string>(),
            .. Correction is { } correction ? [correction] : Array.Empty<string>(),
            .. AmsGrad ? ["AMSGrad (O.34)"] : Array.Empty<string>(),
        ];

    private string? Correction =>
        (FirstCorrection, SecondCorrection) switch
        {
            (BiasCorrection.None, BiasCorrection.None) => "without bias correction, or with a constant one",
            (BiasCorrection.None, _) => "m without bias correction",
            (_, BiasCorrection.None) => "v without bias correction",
            _ => FirstCount == 1 ? null : FormattableString.Invariant($"counting updates from {FirstCount}"),
        };

    /// <inheritdoc/>
    Optimizer IHasMoments.WithBetas(double beta1, double beta2) => this with { Beta1 = beta1, Beta2 = beta2 };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(double epsilon) => this with { Epsilon = epsilon };

    /// <inheritdoc/>
    Optimizer IHasEpsilon.WithEpsilon(EpsilonPlacement placement) =>
        this with
        {
            EpsilonPlacement = placement,
            Form = Form == AdamForm.ScaledRoot ? AdamForm.Estimates : Form,
        };

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => AmsGrad ? ["m", "v", "vMax"] : ["m", "v"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        if (Form == AdamForm.ScaledRoot && EpsilonPlacement != EpsilonPlacement.OutsideRoot)
            throw new InvalidOperationException($"{nameof(AdamForm.ScaledRoot)} has epsilon outside the root.");
        var gamma = step.Gamma;
        T beta1 = HyperParameter.To<T>(Beta1),
            beta2 = HyperParameter.To<T>(Beta2);
        T oneMinusBeta1 = OneMinus<T>(Beta1),
            oneMinusBeta2 = OneMinus<T>(Beta2);
        var c1 = OneMinusPower<T>(Beta1, Exponent(FirstCorrection, step.Tensor, step.UpdatesBefore));
        var c2 = OneMinusPower<T>(Beta2, Exponent(SecondCorrection, step.Tensor, step.UpdatesBefore));
        var rootC2 = T.Sqrt(c2);
        var correctedGamma = gamma / c1;
        var alpha = gamma * rootC2 / c1; // (O.39)
        var epsilon = HyperParameter.To<T>(Epsilon);
        Span<T> m = slots["m"],
            v = slots["v"],
            vMax = AmsGrad ? slots["vMax"] : default;
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            if (AverageForm == AverageForm.Weighted)
            {
                m[i] = beta1 * m[i] + oneMinusBeta1 * g; // (O.30)
                v[i] = beta2 * v[i] + oneMinusBeta2 * g * g; // (O.31)
            }
            else
            {
                m[i] += oneMinusBeta1 * (g - m[i]); // (O.32)
                v[i] += oneMinusBeta2 * (g * g - v[i]); // (O.33)
            }
            var w = v[i];
            if (AmsGrad)
                w = vMax[i] = T.Max(vMax[i], w); // (O.34)

            switch (Form)
            {
                case AdamForm.Estimates:
                    var mHat = m[i] / c1; // (O.35)
                    var vHat = w / c2; // (O.36)
                    theta[i] -= gamma * mHat / Denominator(vHat, epsilon, EpsilonPlacement); // (O.37)
                    break;
                case AdamForm.ScaledRoot:
                    theta[i] -= correctedGamma * m[i] / (T.Sqrt(w) / rootC2 + epsilon); // (O.38)
                    break;
                default:
                    theta[i] -= alpha * m[i] / Denominator(w, epsilon, EpsilonPlacement); // (O.40)
                    break;
            }
        }
    }

    private long Exponent(BiasCorrection correction, int tensor, long updatesBefore) =>
        correction switch
        {
            BiasCorrection.StepCount => FirstCount + updatesBefore,
            BiasCorrection.TensorIndex => tensor,
            _ => 0,
        };
}
