using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of plain gradient descent.</summary>
internal sealed class KnownSgd : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is Sgd;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["sgd"];

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } = [new(new Sgd(), [UpdateParameter.StepSize], 0)];
}
