using Compare.Reference.Optimizers;

namespace Compare.Problems.Parties;

/// <summary>A side that can also train at full speed, over images that it keeps.</summary>
public interface IEpochSide : ISide
{
    /// <summary>Begins a training run at the side's full speed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">The format in which to compute.</param>
    /// <param name="parameters">Initial parameters in the model's order and shapes; copied.</param>
    /// <param name="rule">The update rule and its options.</param>
    /// <param name="images">Training images.</param>
    /// <param name="batch">Most images in a batch, at least 1.</param>
    /// <returns>The run, before its first update.</returns>
    /// <exception cref="NotSupportedException">The side cannot follow this rule; the message names the option.</exception>
    IEpochTraining StartEpochs(
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule,
        Batch images,
        int batch
    );
}
