using System.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>Adam with mistakes in its formula.</summary>
internal sealed record MistakenAdam : Optimizer
{
    private readonly Adam _rule;
    private AdamSlip _slip;

    /// <summary>Plants a mistake.</summary>
    /// <param name="rule">The right rule, corrected by the step count; with AMSGrad for a mistake in that, without for the others.</param>
    /// <param name="slip">The mistake.</param>
    public MistakenAdam(Adam rule, AdamSlip slip)
        : base(rule) => (_rule, _slip) = (rule, slip);

    /// <summary>Plants another mistake.</summary>
    /// <param name="slip">The mistake.</param>
    /// <returns>The rule with both; null if it is there already.</returns>
    public MistakenAdam? And(AdamSlip slip) => Has(slip) ? null : this with { _slip = _slip | slip };

    /// <inheritdoc/>
    public override string Name => _rule.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => _rule.SlotNames();

    /// <inheritdoc/>
    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        var raised =
            Has(AdamSlip.CounterEverySecond) ? step.UpdatesBefore / 2
            : Has(AdamSlip.CounterEveryFourth) ? step.UpdatesBefore / 4
            : step.UpdatesBefore;
        var count = raised + (Has(AdamSlip.CounterFromZero) ? 0 : _rule.FirstCount);
        var isRaw = Has(AdamSlip.FirstMomentsRaw) && step.UpdatesBefore == 0;
        var gamma = step.Gamma;
        T beta1 = Scalar.To<T>(_rule.Beta1),
            beta2 = Scalar.To<T>(_rule.Beta2),
            oneMinusBeta1 = Scalar.To<T>(1 - _rule.Beta1),
            oneMinusBeta2 = Scalar.To<T>(1 - _rule.Beta2),
            c1 = Correction<T>(_rule.Beta1, count),
            c2 = Has(AdamSlip.RestOfCorrection)
                ? Scalar.To<T>(Math.Pow(_rule.Beta2, count))
                : Correction<T>(_rule.Beta2, count),
            epsilon = Scalar.To<T>(_rule.Epsilon);
        if (Has(AdamSlip.CorrectedTwice))
            (c1, c2) = (c1 * c1, c2 * c2);
        var largest = Has(AdamSlip.LargestOfCorrected) ? slots["vMax"] : default;
        var m = slots["m"];
        var v = slots["v"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            m[i] = isRaw ? g : beta1 * m[i] + oneMinusBeta1 * g;
            var square =
                Has(AdamSlip.SquareMissing) ? T.Abs(g)
                : Has(AdamSlip.GradientForSquare) ? g
                : g * g;
            var average = isRaw ? square : beta2 * v[i] + oneMinusBeta2 * square;
            v[i] = Has(AdamSlip.LargestKept) ? T.Max(v[i], average) : average;
            var mHat = m[i] / c1;
            var vHat = v[i] / c2;
            if (Has(AdamSlip.LargestOfCorrected))
                vHat = largest[i] = T.Max(largest[i], vHat);
            var denominator =
                Has(AdamSlip.RootMissing) ? vHat + epsilon
                : _rule.Form == AdamForm.EpsilonHat ? Denominator(v[i], epsilon, _rule.EpsilonPlacement) / T.Sqrt(c2)
                : Denominator(vHat, epsilon, _rule.EpsilonPlacement);
            theta[i] -= gamma * mHat / denominator;
            if (Has(AdamSlip.CorrectedMomentKept) || Has(AdamSlip.BothCorrectedKept))
                m[i] = mHat;
            if (Has(AdamSlip.BothCorrectedKept))
                v[i] = vHat;
        }
    }

    private T Correction<T>(double beta, long count)
        where T : unmanaged, INumber<T> =>
        Has(AdamSlip.PowerMissing) ? Scalar.To<T>(1 - beta)
        : Has(AdamSlip.PowerOfComplement) ? Scalar.To<T>(Math.Pow(1 - beta, count))
        : Scalar.OneMinusPower<T>(beta, count);

    private bool Has(AdamSlip slip) => (_slip & slip) != 0;
}
