namespace Compare.Sides;

/// <summary>What somebody's own implementation gives for a batch.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Gradients">The gradient by each parameter of the module, in its order, each of the parameter's length.</param>
public sealed record TwinPass(double Loss, params IReadOnlyList<double[]> Gradients)
{
    /// <summary>
    /// What layers gave on the way, by the module's names for them, in the order of the calls; none have to be told. They lead to the
    /// layer that is wrong.
    /// </summary>
    public IReadOnlyList<(string Name, double[] Output)> Layers { get; init; } = [];
}
