using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.NAdam. Slots m, v.</summary>
public sealed record TorchNAdam : TorchRule
{
    /// <summary>beta1, how much of m survives an update.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>beta2, how much of v survives an update.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>eps, outside the root and after the bias correction.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>momentum_decay, how fast the share of momentum approaches beta1.</summary>
    public double MomentumDecay { get; init; } = 0.004;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["m", "v"];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.NAdam(
            parameters,
            lr: LearningRate,
            beta1: Beta1,
            beta2: Beta2,
            eps: Epsilon,
            weight_decay: WeightDecay,
            momentum_decay: MomentumDecay
        );

    /// <inheritdoc/>
    internal override ref torch.Tensor? Slot(OptimizerState state, string slot)
    {
        var of = (NAdam.State)state;
        switch (slot)
        {
            case "m":
                return ref of.exp_avg!;
            case "v":
                return ref of.exp_avg_sq!;
            default:
                throw NoSuch(slot);
        }
    }

    /// <inheritdoc/>
    internal override void SetUpdates(OptimizerState state, long updates)
    {
        var of = (NAdam.State)state;
        of.step = updates;
        of.mu_product = 1;
        // The product that the optimizer would have, in its own order; from some update on it is zero.
        for (var t = 1L; t <= updates && of.mu_product != 0; t++)
            of.mu_product *= Beta1 * (1 - 0.5 * Math.Pow(0.96, t * MomentumDecay));
    }
}
