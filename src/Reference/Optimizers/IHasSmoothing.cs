namespace Compare.Reference.Optimizers;

/// <summary>A rule with a moving average of squared gradients as its only average of gradients.</summary>
public interface IHasSmoothing
{
    /// <summary>tau, how much of the average survives an update. Dimensionless, in [0, 1).</summary>
    double SmoothingConstant { get; }

    /// <summary>The rule with another share.</summary>
    /// <param name="tau">In [0, 1).</param>
    /// <returns>The rule.</returns>
    Optimizer WithSmoothing(double tau);
}
