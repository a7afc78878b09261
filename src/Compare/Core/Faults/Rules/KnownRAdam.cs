using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Rules;

/// <summary>What is known of RAdam.</summary>
internal sealed class KnownRAdam : KnownRule
{
    private static readonly UpdateMistake StepSizeTwice = UpdateMistake.Option<RAdam>(
        "rectified-step-size-twice",
        "a rectified step is multiplied by the step size twice, as in TorchSharp 0.107",
        "O.74",
        "multiply by it once",
        rule => rule.SquaresStepSize ? null : rule with { SquaresStepSize = true }
    );

    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is RAdam;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions => RAdam.PyTorch.Options;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["radam"];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. new[] { RAdam.PyTorch, RAdam.Optax }.Select(rule => new RuleStructure(
            rule,
            [UpdateParameter.StepSize, UpdateParameter.Beta1, UpdateParameter.Beta2, UpdateParameter.Epsilon],
            0
        )),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Option<RAdam>(
            "rectification-missing",
            "the step is not rectified, as in Adam",
            "O.71",
            "multiply by r_t, and take the average alone while rho_t is 5 or less",
            rule => new Adam
            {
                LearningRate = rule.LearningRate,
                LearningRateDecay = rule.LearningRateDecay,
                WeightDecay = rule.WeightDecay,
                Beta1 = rule.Beta1,
                Beta2 = rule.Beta2,
                Epsilon = rule.Epsilon,
                EpsilonPlacement = rule.EpsilonPlacement,
                Form = rule.Form,
            }
        ),
        StepSizeTwice,
        UpdateMistake.Option<RAdam>(
            "betas-swapped",
            "beta1 and beta2 are swapped",
            "O.30",
            "beta1 belongs to m, beta2 to v",
            rule => rule with { Beta1 = rule.Beta2, Beta2 = rule.Beta1 }
        ),
        UpdateMistake.Example<RAdam>(
            "beta2",
            "beta2 is 0.99",
            "O.31",
            "take the one that was agreed on",
            rule => rule with { Beta2 = rule.Beta2 == 0.99 ? 0.999 : 0.99 }
        ),
    ];

    /// <inheritdoc/>
    public override Cause? Slip(Optimizer rule) => rule is RAdam { SquaresStepSize: true } ? StepSizeTwice.Cause : null;

    /// <summary>A schedule that falls where the step begins to be rectified would explain the same, so the form is tried before schedules.</summary>
    public override IEnumerable<RuleStructure> Extended(RuleStructure structure)
    {
        if (structure.Template is RAdam { SquaresStepSize: false } radam)
            yield return structure.With(radam with { SquaresStepSize = true });
    }
}
