using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of Adadelta.</summary>
internal sealed class KnownAdadelta : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is Adadelta;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions => Adadelta.PyTorch.Options;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["adadelta"];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. Placements
            .Reverse()
            .Select(placement => new RuleStructure(
                new Adadelta { EpsilonPlacement = placement },
                [UpdateParameter.StepSize, UpdateParameter.SmoothingConstant, UpdateParameter.Epsilon],
                0
            )),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Example<Adadelta>(
            "smoothing-constant",
            "the smoothing constant is 0.95",
            "O.22",
            "take the one that was agreed on",
            rule => rule with { SmoothingConstant = rule.SmoothingConstant == 0.95 ? 0.9 : 0.95 }
        ),
        Slip(
            AdadeltaSlip.StepsEnterFirst,
            "steps-enter-first",
            "the step enters s before s is used for it, by the gradient divided by D(r)",
            "O.46",
            "use s, then let d enter it"
        ),
        Slip(
            AdadeltaSlip.GradientForStep,
            "gradient-for-step",
            "the square of the gradient enters s in place of the step's",
            "O.47",
            "let d d enter"
        ),
        Slip(
            AdadeltaSlip.StepSizeInside,
            "step-size-inside",
            "the step enters s with the step size",
            "O.47",
            "let d enter, without gamma"
        ),
        Slip(
            AdadeltaSlip.ComplementMissing,
            "complement-missing",
            "the squares enter r and s without the factor 1 - tau",
            "O.22",
            "multiply them by 1 - tau"
        ),
        Slip(
            AdadeltaSlip.NumeratorWithoutRoot,
            "numerator-without-root",
            "the mean square of the steps enters without its root",
            "O.46",
            "take the root"
        ),
    ];

    private static UpdateMistake Slip(AdadeltaSlip slip, string id, string words, string equation, string remedy) =>
        UpdateMistake.Option<Optimizer>(
            id,
            words,
            equation,
            remedy,
            rule =>
                rule switch
                {
                    MistakenAdadelta mistaken => mistaken.And(slip),
                    Adadelta adadelta => new MistakenAdadelta(adadelta, slip),
                    _ => null,
                }
        );
}
