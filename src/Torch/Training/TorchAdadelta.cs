using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.Adadelta. Slots r, s.</summary>
public sealed record TorchAdadelta : TorchRule
{
    /// <summary>rho, how much of the averages survives an update.</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>eps, inside both roots.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["r", "s"];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.Adadelta(
            parameters: parameters,
            lr: LearningRate,
            rho: Rho,
            eps: Epsilon,
            weight_decay: WeightDecay
        );

    /// <inheritdoc/>
    internal override ref torch.Tensor? Slot(OptimizerState state, string slot)
    {
        var of = (Adadelta.State)state;
        switch (slot)
        {
            case "r":
                return ref of.square_avg!;
            case "s":
                return ref of.acc_delta!;
            default:
                throw NoSuch(slot);
        }
    }

    /// <inheritdoc/>
    internal override void SetUpdates(OptimizerState state, long updates) => ((Adadelta.State)state).step = updates;
}
