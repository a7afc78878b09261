namespace Compare.Reference.Optimizers;

/// <summary>A rule whose accumulator of squares may start above zero.</summary>
public interface IHasAccumulator
{
    /// <summary>What r starts from. In units of the squared gradient; finite, at least 0.</summary>
    double InitialAccumulator { get; }

    /// <summary>The rule with another start.</summary>
    /// <param name="value">Finite, at least 0.</param>
    /// <returns>The rule.</returns>
    Optimizer WithAccumulator(double value);
}
