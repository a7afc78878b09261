using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of AdaGrad.</summary>
internal sealed class KnownAdaGrad : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is AdaGrad;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions => (AdaGrad.PyTorch with { InitialAccumulator = 1 }).Options;

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
