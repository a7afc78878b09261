using Compare.Reference.Optimizers;

namespace Compare.Problems.Parties;

/// <summary>One of the parties to a comparison: an implementation of the models that computes from plain arrays.</summary>
public interface ISide : IGradientSource
{
    /// <summary>Whether it cannot follow an update rule.</summary>
    /// <param name="rule">The update rule and its options.</param>
    /// <returns>What it lacks, in words; null for a rule that it follows.</returns>
    string? Refuses(Optimizer rule) => null;

    /// <summary>Begins a training run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">The format in which to compute.</param>
    /// <param name="parameters">Initial parameters in the model's order and shapes; copied.</param>
    /// <param name="rule">The update rule and its options.</param>
    /// <returns>The run, before its first update.</returns>
    /// <exception cref="NotSupportedException">The side cannot follow this rule; the message names the option.</exception>
    ITraining Start(ModelSpec model, Precision precision, IReadOnlyList<NamedArray> parameters, Optimizer rule);
}
