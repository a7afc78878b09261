using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>Adadelta with mistakes in its formula.</summary>
internal sealed record MistakenAdadelta : Optimizer
{
    private readonly Adadelta _rule;
    private AdadeltaSlip _slip;

    /// <summary>Plants a mistake.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="slip">The mistake.</param>
    public MistakenAdadelta(Adadelta rule, AdadeltaSlip slip)
        : base(rule) => (_rule, _slip) = (rule, slip);

    /// <summary>Plants another mistake.</summary>
    /// <param name="slip">The mistake.</param>
    /// <returns>The rule with both; null if it is there already.</returns>
    public MistakenAdadelta? And(AdadeltaSlip slip) => Has(slip) ? null : this with { _slip = _slip | slip };

    /// <inheritdoc/>
    public override string Name => _rule.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => _rule.SlotNames();

    /// <inheritdoc/>
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        T tau = Scalar.To<T>(_rule.SmoothingConstant),
            entering = Has(AdadeltaSlip.ComplementMissing) ? T.One : Scalar.To<T>(1 - _rule.SmoothingConstant),
            epsilon = Scalar.To<T>(_rule.Epsilon);
        Span<T> r = slots["r"],
            s = slots["s"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            r[i] = tau * r[i] + entering * g * g;
            var scaled = g / Denominator(r[i], epsilon, _rule.EpsilonPlacement);
            if (Has(AdadeltaSlip.StepsEnterFirst))
                s[i] = tau * s[i] + entering * scaled * scaled;
            var numerator = Has(AdadeltaSlip.NumeratorWithoutRoot)
                ? s[i] + epsilon
                : Denominator(s[i], epsilon, _rule.EpsilonPlacement);
            var d = numerator * scaled;
            var kept =
                Has(AdadeltaSlip.GradientForStep) ? g
                : Has(AdadeltaSlip.StepSizeInside) ? gamma * d
                : d;
            if (!Has(AdadeltaSlip.StepsEnterFirst))
                s[i] = tau * s[i] + entering * kept * kept;
            theta[i] -= gamma * d;
        }
    }

    private bool Has(AdadeltaSlip slip) => (_slip & slip) != 0;
}
