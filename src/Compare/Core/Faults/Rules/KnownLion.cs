using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of Lion.</summary>
internal sealed class KnownLion : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is Lion;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["lion"];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [new(new Lion(), [UpdateParameter.StepSize, UpdateParameter.Beta1, UpdateParameter.Beta2], 0)];

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Option<Lion>(
            "betas-swapped",
            "beta1 and beta2 are swapped",
            "O.57",
            "beta1 belongs to the step, beta2 to m",
            rule => rule with { Beta1 = rule.Beta2, Beta2 = rule.Beta1 }
        ),
        UpdateMistake.Example<Lion>(
            "beta2",
            "beta2 is 0.9",
            "O.59",
            "take the one that was agreed on",
            rule => rule with { Beta2 = rule.Beta2 == 0.9 ? 0.99 : 0.9 }
        ),
    ];
}
