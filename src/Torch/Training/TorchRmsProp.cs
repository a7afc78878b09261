using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.RMSprop. Slots r; a, if centred; m, with momentum.</summary>
public sealed record TorchRmsProp : TorchRule
{
    /// <summary>alpha, how much of the average survives an update.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>eps, outside the root.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>momentum on the scaled gradient; 0 for none.</summary>
    public double Momentum { get; init; }

    /// <summary>centered, whether the squared mean is subtracted.</summary>
    public bool Centred { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots =>
        ["r", .. Centred ? new[] { "a" } : [], .. Momentum != 0 ? new[] { "m" } : []];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.RMSProp(
            parameters: parameters,
            lr: LearningRate,
            alpha: Alpha,
            eps: Epsilon,
            weight_decay: WeightDecay,
            momentum: Momentum,
            centered: Centred
        );

    /// <inheritdoc/>
    internal override ref torch.Tensor? Slot(OptimizerState state, string slot)
    {
        var of = (RMSProp.State)state;
        switch (slot)
        {
            case "r":
                return ref of.square_avg!;
            case "a":
                return ref of.grad_avg!;
            case "m":
                return ref of.momentum_buffer!;
            default:
                throw NoSuch(slot);
        }
    }

    /// <inheritdoc/>
    internal override void SetUpdates(OptimizerState state, long updates) => ((RMSProp.State)state).step = updates;
}
