using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.RAdam as TorchSharp 0.107 has it: a rectified step is multiplied by the step size twice. Slots m, v.</summary>
public sealed record TorchRAdam : TorchRule
{
    /// <summary>beta1, how much of m survives an update.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>beta2, how much of v survives an update.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>eps, outside the root and before the bias correction.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["m", "v"];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.RAdam(
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
        var of = (RAdam.State)state;
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
    internal override void SetUpdates(OptimizerState state, long updates) => ((RAdam.State)state).step = updates;
}
