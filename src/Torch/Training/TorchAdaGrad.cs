using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.Adagrad. Slot r.</summary>
public sealed record TorchAdaGrad : TorchRule
{
    /// <summary>lr_decay, by which the step size falls with the number of updates.</summary>
    public double LearningRateDecay { get; init; }

    /// <summary>initial_accumulator_value, what r starts from.</summary>
    public double InitialAccumulator { get; init; }

    /// <summary>eps, outside the root.</summary>
    public double Epsilon { get; init; } = 1e-10;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["r"];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.Adagrad(
            parameters: parameters,
            lr: LearningRate,
            lr_decay: LearningRateDecay,
            weight_decay: WeightDecay,
            initial_accumulator_value: InitialAccumulator,
            eps: Epsilon
        );

    /// <inheritdoc/>
    internal override ref torch.Tensor? Slot(OptimizerState state, string slot)
    {
        if (slot != "r")
            throw NoSuch(slot);
        return ref ((Adagrad.State)state).sum!;
    }

    /// <inheritdoc/>
    internal override void SetUpdates(OptimizerState state, long updates) => ((Adagrad.State)state).step = updates;
}
