using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What is known of RMSProp.</summary>
internal sealed class KnownRmsProp : KnownRule
{
    /// <inheritdoc/>
    public override bool Is(Optimizer rule) => rule is RmsProp;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> TorchOptions =>
        (RmsProp.PyTorch with { Centred = true, MomentumFactor = 0.9 }).Options;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["rmsprop"];

    /// <inheritdoc/>
    public override bool? Has(Optimizer rule, string option) =>
        option == "centered" ? (rule as RmsProp)?.Centred : null;

    /// <inheritdoc/>
    public override IReadOnlyList<RuleStructure> Plain { get; } =
    [
        .. from centred in new[] { false, true }
        from placement in Placements
        select new RuleStructure(
            new RmsProp { EpsilonPlacement = placement, Centred = centred },
            [UpdateParameter.StepSize, UpdateParameter.SmoothingConstant, UpdateParameter.Epsilon],
            0
        ),
    ];

    /// <inheritdoc/>
    /// <remarks>Those that it shares with AdaGrad among them.</remarks>
    public override IReadOnlyList<UpdateMistake> Mistakes { get; } =
    [
        UpdateMistake.Option<RmsProp>(
            "centred",
            "the denominator is centred: the square of the mean gradient is subtracted",
            "O.25",
            "divide by D(r)",
            rule => rule.Centred ? null : rule with { Centred = true }
        ),
        UpdateMistake.Option<RmsProp>(
            "centring-missing",
            "the square of the mean gradient is not subtracted",
            "O.24",
            "subtract it",
            rule => rule.Centred ? rule with { Centred = false } : null
        ),
        UpdateMistake.Example<RmsProp>(
            "smoothing-constant",
            "the smoothing constant is 0.99",
            "O.22",
            "take the one that was agreed on",
            rule => rule with { SmoothingConstant = rule.SmoothingConstant == 0.99 ? 0.9 : 0.99 }
        ),
        .. SquaresMistakes.Rows,
    ];

    /// <inheritdoc/>
    public override IEnumerable<RuleStructure> Extended(RuleStructure structure) =>
        structure.Further(UpdateParameter.MomentumFactor, UpdateParameter.InitialAccumulator);
}
