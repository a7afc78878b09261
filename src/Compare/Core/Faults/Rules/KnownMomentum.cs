using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of gradient descent with momentum.</summary>
internal sealed class KnownMomentum : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is Momentum;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions =>
        (Momentum.PyTorch with { Nesterov = true, Dampening = 0.5 }).Options;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["sgd", "momentum"];

    /// <inheritdoc/>
    public override bool? Has(Optimizer rule, string option) =>
        option == "nesterov" ? (rule as Momentum)?.Nesterov : null;

    /// <inheritdoc/>
    public override double? DampeningOfAverage(Optimizer rule) =>
        rule is Momentum { Dampening: 0, Nesterov: false, LearningRateDecay: 0 } momentum
            ? momentum.MomentumFactor
            : null;

    /// <summary>delta.</summary>
    public static UpdateParameter Dampening { get; } =
        new(
            "dampening",
            "delta",
            "O.15",
            SearchScale.Fraction,
            rule => (rule as Momentum)?.Dampening,
            (rule, x) => rule is Momentum momentum ? momentum with { Dampening = x } : rule
        )
        {
            Usual = [0.1, 0.5, 0.9],
        };

    /// <summary>delta, where it acts from the first update on.</summary>
    public static UpdateParameter DampeningFromTheFirst { get; } =
        Dampening with
        {
            Set = (rule, x) =>
                rule is Momentum momentum ? momentum with { Dampening = x, FirstBuffer = FirstBuffer.Dampened } : rule,
        };

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateParameter> Parameters => [Dampening, DampeningFromTheFirst];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. new[] { false, true }.Select(nesterov => new RuleStructure(
            new Momentum { Nesterov = nesterov },
            [UpdateParameter.StepSize, UpdateParameter.MomentumFactor],
            0
        )),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Option<Momentum>(
            "nesterov",
            "the step looks ahead as Nesterov's does",
            "O.17",
            "take the step from the buffer alone",
            rule => rule.Nesterov ? null : rule with { Nesterov = true }
        ),
        UpdateMistake.Option<Momentum>(
            "nesterov-missing",
            "the step does not look ahead",
            "O.16",
            "add rho times the buffer to the gradient",
            rule => rule.Nesterov ? rule with { Nesterov = false } : null
        ),
        UpdateMistake.Option<Momentum>(
            "moving-average",
            "the buffer is a moving average: the gradient enters it multiplied by 1 - rho",
            "O.15",
            "add the whole gradient",
            rule =>
                rule.Dampening == 0
                    ? rule with
                    {
                        Dampening = rule.MomentumFactor,
                        FirstBuffer = FirstBuffer.Dampened,
                    }
                    : null
        ),
        UpdateMistake.Example<Momentum>(
            "dampened",
            "the gradient enters the buffer dampened by 0.1",
            "O.15",
            "add the whole gradient",
            rule => rule.Dampening == 0 ? rule with { Dampening = 0.1, FirstBuffer = FirstBuffer.Dampened } : null
        ),
        UpdateMistake.Example<Momentum>(
            "momentum-factor",
            "the momentum factor is 0.99",
            "O.15",
            "take the one that was agreed on",
            rule => rule with { MomentumFactor = 0.99 }
        ),
        Slip(
            MomentumSlip.BufferUpdatedAfterUse,
            "buffer-used-before-update",
            "the step is taken from the buffer before the gradient enters it",
            "O.18",
            "update the buffer first"
        ),
        Slip(
            MomentumSlip.FirstBufferAveraged,
            "first-buffer-averaged",
            "the first gradient enters the buffer multiplied by 1 - rho, the others enter whole",
            "O.13",
            "start the buffer with the first gradient"
        ),
        Slip(
            MomentumSlip.FirstGradientLost,
            "first-gradient-lost",
            "the first gradient never enters the buffer",
            "O.13",
            "start the buffer with the first gradient"
        ),
    ];

    /// <inheritdoc/>
    public override IEnumerable<RuleStructure> Extended(RuleStructure structure)
    {
        // Only with a step size that changes does it matter what the buffer holds.
        if (structure.Template is Momentum momentum && !structure.Free.Contains(UpdateParameter.StepSizeDecay))
            yield return structure.With(momentum with { Buffer = BufferContent.Steps }, UpdateParameter.StepSizeDecay);
        foreach (var further in structure.Further(Dampening))
            yield return further;
    }

    private static UpdateMistake Slip(MomentumSlip slip, string id, string words, string equation, string remedy) =>
        UpdateMistake.Option<Momentum>(
            id,
            words,
            equation,
            remedy,
            rule =>
                rule is { Nesterov: false, Buffer: BufferContent.Directions } ? new MistakenMomentum(rule, slip) : null
        );
}
