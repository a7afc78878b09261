using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>One of torch.optim's own optimizers with its options, which are those of TorchSharp's class.</summary>
public abstract record TorchRule
{
    /// <summary>lr, the step size. Dimensionless, finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public required double LearningRate
    {
        get;
        init =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(LearningRate),
                        FormattableString.Invariant($"A step size is finite and not negative, but this is {value}.")
                    );
    }

    /// <summary>What lr is multiplied with in an update, by the number of updates before it; null for a constant lr.</summary>
    public Func<long, double>? LearningRateFactor { get; init; }

    /// <summary>weight_decay, added to the gradient times the parameter. Dimensionless.</summary>
    public double WeightDecay { get; init; }

    /// <summary>What the optimizer remembers of each parameter, by the letters of the update rules' literature.</summary>
    public abstract IReadOnlyList<string> Slots { get; }

    /// <summary>Makes torch.optim's optimizer. Arguments by name: factory and constructor differ in order and defaults.</summary>
    internal abstract OptimizerHelper Create(IEnumerable<Parameter> parameters);

    /// <summary>The tensor behind a slot; null where it does not exist before the first update.</summary>
    internal abstract ref TorchSharp.torch.Tensor? Slot(OptimizerState state, string slot);

    /// <summary>Tells the optimizer's own count of updates, where it keeps one.</summary>
    internal abstract void SetUpdates(OptimizerState state, long updates);

    /// <summary>The error for a slot that is not in <see cref="Slots"/>.</summary>
    private protected ArgumentOutOfRangeException NoSuch(string slot) =>
        new(nameof(slot), $"No slot '{slot}'; there are: {string.Join(", ", Slots)}.");
}
