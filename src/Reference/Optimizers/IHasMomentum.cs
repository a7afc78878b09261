namespace Compare.Reference.Optimizers;

/// <summary>A rule with a momentum buffer.</summary>
public interface IHasMomentum
{
    /// <summary>rho, how much of the buffer survives an update. Dimensionless, in [0, 1].</summary>
    double MomentumFactor { get; }

    /// <summary>Whether the step size is applied to the buffer or is inside it.</summary>
    BufferContent Buffer { get; }

    /// <summary>The rule with another momentum factor.</summary>
    /// <param name="factor">rho, in [0, 1].</param>
    /// <returns>The rule.</returns>
    Optimizer WithMomentum(double factor);
}
