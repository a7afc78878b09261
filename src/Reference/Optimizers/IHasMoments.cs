namespace Compare.Reference.Optimizers;

/// <summary>A rule with moving averages of the gradient and of its square.</summary>
public interface IHasMoments
{
    /// <summary>beta1, how much of the average gradient survives an update. Dimensionless, in [0, 1).</summary>
    double Beta1 { get; }

    /// <summary>beta2, how much of the average square survives an update. Dimensionless, in [0, 1).</summary>
    double Beta2 { get; }

    /// <summary>The rule with other shares.</summary>
    /// <param name="beta1">In [0, 1).</param>
    /// <param name="beta2">In [0, 1).</param>
    /// <returns>The rule.</returns>
    Optimizer WithBetas(double beta1, double beta2);
}
