using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of NAdam.</summary>
internal sealed class KnownNAdam : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is NAdam;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions =>
        (NAdam.PyTorch with { CountsMomentumTwice = true, KeepsProductInFloat32 = true }).Options;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["nadam", "nadamw"];

    /// <inheritdoc/>
    public override bool? HasDecoupledDecay(string name) => name == "nadamw" ? true : null;

    /// <summary>psi.</summary>
    public static UpdateParameter MomentumDecay { get; } =
        new(
            "momentum decay",
            "psi",
            "O.41",
            SearchScale.Logarithmic,
            rule => (rule as NAdam)?.MomentumDecay,
            (rule, x) => rule is NAdam nadam ? nadam with { MomentumDecay = x } : rule
        )
        {
            Usual = [0.004, 1],
        };

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateParameter> Parameters => [MomentumDecay];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. from isConstant in new[] { false, true }
        from placement in Placements
        select new RuleStructure(
            new NAdam { HasConstantMomentum = isConstant, EpsilonPlacement = placement },
            [
                UpdateParameter.StepSize,
                UpdateParameter.Beta1,
                UpdateParameter.Beta2,
                .. isConstant ? Array.Empty<UpdateParameter>() : [MomentumDecay],
                UpdateParameter.Epsilon,
            ],
            0
        ),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Option<NAdam>(
            "look-ahead-missing",
            "the average of the present update takes the place of the next one's, as in Adam",
            "O.44",
            "put mu_(t+1) m and (1 - mu_t) g together",
            rule => new Adam
            {
                LearningRate = rule.LearningRate,
                LearningRateDecay = rule.LearningRateDecay,
                WeightDecay = rule.WeightDecay,
                Beta1 = rule.Beta1,
                Beta2 = rule.Beta2,
                Epsilon = rule.Epsilon,
                EpsilonPlacement = rule.EpsilonPlacement,
            }
        ),
        UpdateMistake.Option<NAdam>(
            "momentum-constant",
            "mu is beta1 from the first update on",
            "O.41",
            "let it grow from beta1 / 2",
            rule => rule.HasConstantMomentum ? null : rule with { HasConstantMomentum = true }
        ),
        UpdateMistake.Option<NAdam>(
            "momentum-grows",
            "mu grows from beta1 / 2",
            "O.41",
            "take beta1 itself",
            rule => rule.HasConstantMomentum ? rule with { HasConstantMomentum = false } : null
        ),
        UpdateMistake.Option<NAdam>(
            "momentum-twice",
            "the product of the next update counts mu of this one twice, as PyTorch before 2.0 does",
            "O.44",
            "multiply P_t by mu_(t+1) alone",
            rule => rule.CountsMomentumTwice ? null : rule with { CountsMomentumTwice = true }
        ),
        UpdateMistake.Option<NAdam>(
            "betas-swapped",
            "beta1 and beta2 are swapped",
            "O.30",
            "beta1 belongs to m, beta2 to v",
            rule => rule with { Beta1 = rule.Beta2, Beta2 = rule.Beta1 }
        ),
        UpdateMistake.Example<NAdam>(
            "beta2",
            "beta2 is 0.99",
            "O.31",
            "take the one that was agreed on",
            rule => rule with { Beta2 = rule.Beta2 == 0.99 ? 0.999 : 0.99 }
        ),
        UpdateMistake.Example<NAdam>(
            "momentum-decay",
            "mu grows 250 times as fast",
            "O.41",
            "take the psi that was agreed on",
            rule => rule.HasConstantMomentum ? null : rule with { MomentumDecay = 250 * rule.MomentumDecay }
        ),
    ];

    /// <inheritdoc/>
    public override IEnumerable<RuleStructure> Extended(RuleStructure structure)
    {
        var nadam = (NAdam)structure.Template;
        if (nadam.CountsMomentumTwice || nadam.KeepsProductInFloat32)
            yield break;
        yield return structure.With(nadam with { CountsMomentumTwice = true });
        if (nadam.HasConstantMomentum)
            yield break;
        // Both are one step away: PyTorch has the second in every release, and the first with it before 2.0.
        yield return structure.With(nadam with { KeepsProductInFloat32 = true });
        yield return structure.With(nadam with { CountsMomentumTwice = true, KeepsProductInFloat32 = true });
    }
}
