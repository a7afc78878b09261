using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of AdaGrad.</summary>
internal sealed class KnownAdaGrad : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is AdaGrad;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["adagrad"];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. Placements.Select(placement => new RuleStructure(
            new AdaGrad { EpsilonPlacement = placement },
            [UpdateParameter.StepSize, UpdateParameter.Epsilon],
            0
        )),
    ];

    /// <inheritdoc/>
    public override IEnumerable<RuleStructure> Extended(RuleStructure structure) =>
        structure.Further(UpdateParameter.InitialAccumulator);
}
