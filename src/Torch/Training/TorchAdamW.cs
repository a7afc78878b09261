using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.AdamW, whose <see cref="TorchRule.WeightDecay"/> shrinks the parameters before the step. Slots m, v; vMax with AMSGrad.</summary>
public sealed record TorchAdamW : TorchRule
{
    /// <summary>beta1, how much of m survives an update.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>beta2, how much of v survives an update.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>eps, outside the root and after the bias correction.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>amsgrad, whether the largest v so far takes the place of v.</summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => AmsGrad ? ["m", "v", "vMax"] : ["m", "v"];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.AdamW(
            parameters,
            lr: LearningRate,
            beta1: Beta1,
            beta2: Beta2,
            eps: Epsilon,
            weight_decay: WeightDecay,
            amsgrad: AmsGrad
        );

    /// <inheritdoc/>
    internal override ref torch.Tensor? Slot(OptimizerState state, string slot)
    {
        var of = (AdamW.State)state;
        switch (slot)
        {
            case "m":
                return ref of.exp_avg!;
            case "v":
                return ref of.exp_avg_sq!;
            case "vMax":
                return ref of.max_exp_avg_sq!;
            default:
                throw NoSuch(slot);
        }
    }

    /// <inheritdoc/>
    internal override void SetUpdates(OptimizerState state, long updates) => ((AdamW.State)state).step = updates;
}
