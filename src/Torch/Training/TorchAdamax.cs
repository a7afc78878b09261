using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.Adamax. Slots m, r.</summary>
public sealed record TorchAdamax : TorchRule
{
    /// <summary>beta1, how much of m survives an update.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>beta2, how much of the maximum survives an update.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>eps, added to the gradient's magnitude before the maximum.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["m", "r"];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.Adamax(
            parameters,
            lr: LearningRate,
            beta1: Beta1,
            beta2: Beta2,
            eps: Epsilon,
            weight_decay: WeightDecay
        );

    /// <inheritdoc/>
    internal override ref torch.Tensor? Slot(OptimizerState state, string slot)
    {
        var of = (Adamax.State)state;
        switch (slot)
        {
            case "m":
                return ref of.exp_avg!;
            case "r":
                return ref of.exp_inf!;
            default:
                throw NoSuch(slot);
        }
    }

    /// <inheritdoc/>
    internal override void SetUpdates(OptimizerState state, long updates) => ((Adamax.State)state).step = updates;
}
