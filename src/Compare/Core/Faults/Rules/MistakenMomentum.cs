using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>Momentum with a mistake in its formula.</summary>
internal sealed record MistakenMomentum : Optimizer
{
    private readonly Momentum _rule;
    private readonly MomentumSlip _slip;

    /// <summary>Plants a mistake.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="slip">The mistake.</param>
    public MistakenMomentum(Momentum rule, MomentumSlip slip)
        : base(rule) => (_rule, _slip) = (rule, slip);

    /// <inheritdoc/>
    public override string Name => _rule.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => _rule.SlotNames();

    /// <inheritdoc/>
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var gamma = step.Gamma;
        T rho = Scalar.To<T>(_rule.MomentumFactor),
            undamped = Scalar.To<T>(1 - _rule.Dampening);
        var m = slots["m"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            var used = m[i];
            m[i] =
                step.UpdatesBefore > 0 ? rho * m[i] + undamped * g
                : _slip == MomentumSlip.FirstGradientLost ? rho * m[i]
                : _slip == MomentumSlip.FirstBufferAveraged ? Scalar.To<T>(1 - _rule.MomentumFactor) * g
                : rho * m[i] + undamped * g;
            theta[i] -= gamma * (_slip == MomentumSlip.BufferUpdatedAfterUse ? used : m[i]);
        }
    }
}
