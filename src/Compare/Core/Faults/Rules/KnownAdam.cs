using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of Adam.</summary>
internal sealed class KnownAdam : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is Adam;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions => (Adam.PyTorch with { AmsGrad = true }).Options;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["adam", "adamw"];

    /// <inheritdoc/>
    public override bool? HasDecoupledDecay(string name) => name == "adamw";

    /// <inheritdoc/>
    public override bool? Has(Optimizer rule, string option) => option == "amsgrad" ? (rule as Adam)?.AmsGrad : null;

    /// <inheritdoc/>
    /// <remarks>With epsilon on either side of the bias correction too.</remarks>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. from form in new[] { AdamForm.Estimates, AdamForm.EpsilonHat }
        from placement in Placements
        select new RuleStructure(
            new Adam { Form = form, EpsilonPlacement = placement },
            [UpdateParameter.StepSize, UpdateParameter.Beta1, UpdateParameter.Beta2, UpdateParameter.Epsilon],
            0
        ),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Option<Adam>(
            "epsilon-before-correction",
            "epsilon is added before the bias correction of v",
            "O.37",
            "correct v first",
            rule =>
                rule.Form == AdamForm.EpsilonHat || !IsCorrected(rule) ? null : rule with { Form = AdamForm.EpsilonHat }
        ),
        UpdateMistake.Option<Adam>(
            "epsilon-after-correction",
            "epsilon is added after the bias correction of v",
            "O.40",
            "move the corrections into the step size",
            rule => rule.Form == AdamForm.EpsilonHat ? rule with { Form = AdamForm.Estimates } : null
        ),
        UpdateMistake.Option<Adam>(
            "m-uncorrected",
            "m is not corrected for its bias",
            "O.35",
            "divide it by 1 - beta1^t",
            rule => IsCorrected(rule) ? rule with { FirstCorrection = BiasCorrection.None } : null
        ),
        UpdateMistake.Option<Adam>(
            "v-uncorrected",
            "v is not corrected for its bias",
            "O.36",
            "divide it by 1 - beta2^t",
            rule => IsCorrected(rule) ? rule with { SecondCorrection = BiasCorrection.None } : null
        ),
        UpdateMistake.Option<Adam>(
            "uncorrected",
            "neither m nor v is corrected for its bias",
            "O.35",
            "divide them by 1 - beta1^t and 1 - beta2^t",
            rule =>
                IsCorrected(rule)
                    ? rule with
                    {
                        FirstCorrection = BiasCorrection.None,
                        SecondCorrection = BiasCorrection.None,
                    }
                    : null
        ),
        UpdateMistake.Option<Adam>(
            "counter-one-behind",
            "the bias correction counts updates from 0, the first being uncorrected",
            "O.35",
            "count from 1",
            rule => rule.FirstCount == 1 && IsCorrected(rule) ? rule with { FirstCount = 0 } : null
        ),
        Slip(
            AdamSlip.CounterFromZero,
            "counter-from-zero",
            "the bias correction counts updates from 0, so that the first divides by zero",
            "O.35",
            "count from 1"
        ),
        UpdateMistake.Option<Adam>(
            "counter-from-two",
            "the bias correction counts updates from 2",
            "O.35",
            "count from 1, raising the counter once an update",
            rule => rule.FirstCount == 1 && IsCorrected(rule) ? rule with { FirstCount = 2 } : null
        ),
        UpdateMistake.Around(
            "counter-shared",
            "one counter is raised by every tensor",
            "O.35",
            "raise it once an update",
            v => v.Rule is Adam adam && IsCorrected(adam) && !v.SharesCounter ? v with { SharesCounter = true } : null
        ),
        Slip(
            AdamSlip.PowerMissing,
            "correction-without-power",
            "the bias corrections divide by 1 - beta at every update",
            "O.6",
            "raise beta to the number of the update"
        ),
        UpdateMistake.Option<Adam>(
            "correction-by-tensor",
            "the bias correction uses the tensor's number in place of the update's",
            "O.35",
            "count updates",
            rule =>
                IsCorrected(rule)
                    ? rule with
                    {
                        FirstCorrection = BiasCorrection.TensorIndex,
                        SecondCorrection = BiasCorrection.TensorIndex,
                    }
                    : null
        ),
        UpdateMistake.Option<Adam>(
            "betas-swapped",
            "beta1 and beta2 are swapped",
            "O.30",
            "beta1 belongs to m, beta2 to v",
            rule => rule with { Beta1 = rule.Beta2, Beta2 = rule.Beta1 }
        ),
        UpdateMistake.Option<Adam>(
            "looks-ahead",
            "the average that the next update would see takes the place of m, as in NAdam",
            "O.35",
            "use m as it is",
            rule =>
                rule is { AmsGrad: false, Form: not AdamForm.EpsilonHat } && IsCorrected(rule)
                    ? new NAdam
                    {
                        LearningRate = rule.LearningRate,
                        LearningRateDecay = rule.LearningRateDecay,
                        WeightDecay = rule.WeightDecay,
                        Beta1 = rule.Beta1,
                        Beta2 = rule.Beta2,
                        Epsilon = rule.Epsilon,
                        EpsilonPlacement = rule.EpsilonPlacement,
                        HasConstantMomentum = true,
                    }
                    : null
        ),
        UpdateMistake.Example<Adam>(
            "beta2",
            "beta2 is 0.99",
            "O.31",
            "take the one that was agreed on",
            rule => rule with { Beta2 = rule.Beta2 == 0.99 ? 0.999 : 0.99 }
        ),
        Slip(
            AdamSlip.CorrectedMomentKept,
            "corrected-moment-kept",
            "the corrected m is kept as m",
            "O.35",
            "keep m, and use the corrected one for the step alone"
        ),
        Slip(
            AdamSlip.FirstMomentsRaw,
            "first-moments-raw",
            "at the first update the gradient and its square are taken for m and v as they are",
            "O.30",
            "start m and v at zero, and multiply by 1 - beta from the first update on"
        ),
        Slip(
            AdamSlip.CounterEverySecond,
            "counter-every-second",
            "the counter is raised at every second update only",
            "O.35",
            "raise it once an update"
        ),
        Slip(
            AdamSlip.CounterEveryFourth,
            "counter-every-fourth",
            "the counter is raised at every fourth update only",
            "O.35",
            "raise it once an update"
        ),
        Slip(
            AdamSlip.PowerOfComplement,
            "correction-power-of-complement",
            "the bias corrections divide by (1 - beta)^t",
            "O.6",
            "divide by 1 - beta^t"
        ),
        Slip(
            AdamSlip.BothCorrectedKept,
            "corrected-moments-kept",
            "the corrected m and v are kept as m and v",
            "O.35",
            "keep both, and use the corrected ones for the step alone"
        ),
        Slip(
            AdamSlip.CorrectedTwice,
            "corrected-twice",
            "m and v are corrected for their bias twice",
            "O.35",
            "correct them once"
        ),
        Slip(
            AdamSlip.RestOfCorrection,
            "correction-rest",
            "v is divided by beta2^t in place of 1 - beta2^t",
            "O.36",
            "divide by 1 - beta2^t"
        ),
        UpdateMistake.Option<Adam>(
            "amsgrad-of-corrected",
            "the largest of the corrected v is kept, as in the first AMSGrad of some frameworks",
            "O.34",
            "keep the largest v, and correct it for the step",
            rule =>
                rule is { AmsGrad: true, Form: not AdamForm.EpsilonHat } && IsCorrected(rule)
                    ? new MistakenAdam(rule, AdamSlip.LargestOfCorrected)
                    : null
        ),
        UpdateMistake.Option<Adam>(
            "amsgrad",
            "the largest v so far takes the place of v in the step, as in AMSGrad",
            "O.36",
            "use v itself",
            rule => rule.AmsGrad ? null : rule with { AmsGrad = true }
        ),
        UpdateMistake.Option<Adam>(
            "amsgrad-missing",
            "v takes the place of the largest v so far",
            "O.34",
            "keep the maximum, and use it for the step",
            rule => rule.AmsGrad ? rule with { AmsGrad = false } : null
        ),
        Slip(
            AdamSlip.LargestKept,
            "largest-kept",
            "v never falls: the largest so far is kept as v itself",
            "O.31",
            "let v be a moving average"
        ),
        Slip(
            AdamSlip.SquareMissing,
            "square-missing",
            "the magnitude of the gradient enters v in place of its square",
            "O.31",
            "square it"
        ),
        Slip(
            AdamSlip.GradientForSquare,
            "gradient-for-square",
            "the gradient itself enters v in place of its square",
            "O.31",
            "square it"
        ),
        Slip(AdamSlip.RootMissing, "root-missing", "the denominator has no root", "O.9", "take the root"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<RuleStructure> Extended(RuleStructure structure)
    {
        var adam = (Adam)structure.Template;
        if (!adam.AmsGrad)
            yield return structure.With(adam with { AmsGrad = true });
        if (
            adam
            is not {
                FirstCorrection: BiasCorrection.StepCount,
                SecondCorrection: BiasCorrection.StepCount,
                FirstCount: 1
            }
        )
            yield break;
        foreach (var count in new[] { 0, 2 })
            yield return structure.With(adam with { FirstCount = count });
        if (adam.Form != AdamForm.Estimates)
            yield break;
        yield return structure.With(adam with { FirstCorrection = BiasCorrection.None });
        yield return structure.With(adam with { SecondCorrection = BiasCorrection.None });
        yield return structure.With(
            adam with
            {
                FirstCorrection = BiasCorrection.None,
                SecondCorrection = BiasCorrection.None,
            }
        );
    }

    private static bool IsCorrected(Adam rule) =>
        rule is { FirstCorrection: BiasCorrection.StepCount, SecondCorrection: BiasCorrection.StepCount };

    private static UpdateMistake Slip(AdamSlip slip, string id, string words, string equation, string remedy) =>
        UpdateMistake.Option<Optimizer>(
            id,
            words,
            equation,
            remedy,
            rule =>
                rule switch
                {
                    MistakenAdam mistaken => mistaken.And(slip),
                    Adam { AmsGrad: false } adam when IsCorrected(adam) => new MistakenAdam(adam, slip),
                    _ => null,
                }
        );
}
