using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of Adamax.</summary>
internal sealed class KnownAdamax : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is Adamax;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions => Adamax.PyTorch.Options;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["adamax"];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. Placements
            .Reverse()
            .Select(placement => new RuleStructure(
                new Adamax { EpsilonPlacement = placement },
                [UpdateParameter.StepSize, UpdateParameter.Beta1, UpdateParameter.Beta2, UpdateParameter.Epsilon],
                0
            )),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Option<Adamax>(
            "betas-swapped",
            "beta1 and beta2 are swapped",
            "O.30",
            "beta1 belongs to m, beta2 to the maximum",
            rule => rule with { Beta1 = rule.Beta2, Beta2 = rule.Beta1 }
        ),
        UpdateMistake.Example<Adamax>(
            "beta2",
            "beta2 is 0.99",
            "O.60",
            "take the one that was agreed on",
            rule => rule with { Beta2 = rule.Beta2 == 0.99 ? 0.999 : 0.99 }
        ),
    ];
}
