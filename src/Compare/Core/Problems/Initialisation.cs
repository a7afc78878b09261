using Compare.Problems.Data;

namespace Compare.Problems;

/// <summary>How the parameters of a model are drawn before training.</summary>
public abstract record Initialisation
{
    /// <summary>Normal with mean 0, weights and biases alike.</summary>
    /// <param name="Deviation">Standard deviation, at least 0.</param>
    public sealed record Normal(double Deviation) : Initialisation
    {
        /// <inheritdoc/>
        internal override double Draw(int inputs, RandomSource random) => Deviation * random.NextNormal();
    }

    /// <summary>Uniform in +-1/sqrt(inputs of the layer), weights and biases alike, as torch.nn.Linear has it.</summary>
    public sealed record UniformByInputs : Initialisation
    {
        /// <inheritdoc/>
        internal override double Draw(int inputs, RandomSource random) =>
            (2 * random.NextDouble() - 1) / Math.Sqrt(inputs);
    }

    /// <summary>Draws one element.</summary>
    /// <param name="inputs">Number of inputs of the layer.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <returns>Its initial value.</returns>
    internal abstract double Draw(int inputs, RandomSource random);
}
