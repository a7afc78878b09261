using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>torch.optim.SGD, with or without momentum. Slot m with momentum.</summary>
public sealed record TorchSgd : TorchRule
{
    /// <summary>momentum, how much of the buffer survives an update; 0 for plain SGD.</summary>
    public double Momentum { get; init; }

    /// <summary>dampening, by which the gradient is reduced on its way into the buffer; not at the first update.</summary>
    public double Dampening { get; init; }

    /// <summary>nesterov, whether the step looks ahead.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => Momentum == 0 ? [] : ["m"];

    /// <inheritdoc/>
    internal override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
        torch.optim.SGD(
            parameters: parameters,
            learningRate: LearningRate,
            momentum: Momentum,
            dampening: Dampening,
            weight_decay: WeightDecay,
            nesterov: Nesterov
        );

    /// <inheritdoc/>
    internal override ref torch.Tensor? Slot(OptimizerState state, string slot)
    {
        if (slot != "m")
            throw NoSuch(slot);
        return ref ((SGD.State)state).momentum_buffer!;
    }

    /// <inheritdoc/>
    internal override void SetUpdates(OptimizerState state, long updates) { }
}
