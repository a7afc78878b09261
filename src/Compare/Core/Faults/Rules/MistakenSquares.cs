using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>AdaGrad or RMSProp with mistakes in its formula.</summary>
internal sealed record MistakenSquares : Optimizer
{
    private readonly Optimizer _rule;
    private SquaresSlip _slip;
    private readonly EpsilonPlacement _placement;
    private readonly double _epsilon;
    private readonly double _initial;
    private readonly double? _tau;

    /// <summary>Plants a mistake.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="slip">The mistake.</param>
    public MistakenSquares(AdaGrad rule, SquaresSlip slip)
        : base(rule) =>
        (_rule, _slip, _placement, _epsilon, _initial) = (
            rule,
            slip,
            rule.EpsilonPlacement,
            rule.Epsilon,
            rule.InitialAccumulator
        );

    /// <summary>Plants a mistake.</summary>
    /// <param name="rule">The right rule, neither centred nor with momentum.</param>
    /// <param name="slip">The mistake.</param>
    public MistakenSquares(RmsProp rule, SquaresSlip slip)
        : base(rule) =>
        (_rule, _slip, _placement, _epsilon, _initial, _tau) = (
            rule,
            slip,
            rule.EpsilonPlacement,
            rule.Epsilon,
            rule.InitialAccumulator,
            rule.SmoothingConstant
        );

    /// <summary>Plants another mistake.</summary>
    /// <param name="slip">The mistake.</param>
    /// <returns>The rule with both; null if it is there already, or not one of this rule.</returns>
    public MistakenSquares? And(SquaresSlip slip) =>
        Has(slip)
        || (
            _tau is null
            && (slip is SquaresSlip.CentredAnew or SquaresSlip.SumInsteadOfMean or SquaresSlip.KeptIsMultiplied)
        )
        || (_tau is not null && slip == SquaresSlip.MeanInsteadOfSum)
            ? null
            : this with
            {
                _slip = _slip | slip,
            };

    /// <inheritdoc/>
    public override string Name => _rule.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => ["r"];

    /// <inheritdoc/>
    protected override double InitialValue(string slot) => _initial;

    /// <inheritdoc/>
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        T kept = Scalar.To<T>(_tau ?? 1),
            entering = Scalar.To<T>(1 - _tau ?? 1),
            epsilon = Scalar.To<T>(_epsilon),
            count = T.CreateChecked((double)(step.UpdatesBefore + 1));
        var isUsedBefore =
            Has(SquaresSlip.AccumulatedAfterUse)
            || (Has(SquaresSlip.AccumulatedAfterUseButFirst) && step.UpdatesBefore > 0);
        var r = slots["r"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            var used = r[i];
            var square =
                Has(SquaresSlip.SquareMissing) ? T.Abs(g)
                : Has(SquaresSlip.GradientForSquare) ? g
                : g * g;
            r[i] =
                _tau is null ? r[i] + square
                : Has(SquaresSlip.KeptIsMultiplied) ? (kept * r[i] + entering) * square
                : Has(SquaresSlip.SumInsteadOfMean) ? kept * r[i] + square
                : kept * r[i] + entering * square;
            var x = isUsedBefore ? used : r[i];
            if (Has(SquaresSlip.MeanInsteadOfSum))
                x /= count;
            if (Has(SquaresSlip.CentredAnew))
                x -= entering * g * (entering * g);
            var denominator = Has(SquaresSlip.RootMissing) ? x + epsilon : Denominator(x, epsilon, _placement);
            theta[i] -= gamma * g / denominator;
        }
    }

    private bool Has(SquaresSlip slip) => (_slip & slip) != 0;
}
