using Compare.Problems;

namespace Compare.Faults.Gradients;

/// <summary>One of the tensors of a gradient check.</summary>
/// <param name="Name"><c>loss</c>, or d + parameter.</param>
/// <param name="Layer">The layer whose parameter it belongs to, 1 for the first; 0 for the loss.</param>
/// <param name="IsBias">Whether it is the gradient by the layer's biases.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
internal sealed record GradientTarget(string Name, int Layer, bool IsBias, int Rows, int Columns)
{
    /// <summary>Lists the tensors of a model in the order of the check.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The loss, then one gradient per parameter.</returns>
    public static IReadOnlyList<GradientTarget> Of(ModelSpec model)
    {
        var targets = new List<GradientTarget> { new("loss", 0, false, 1, 1) };
        foreach (var shape in model.Parameters)
            targets.Add(new($"d{shape.Name}", shape.Layer, shape.IsBias, shape.Rows, shape.Columns));
        return targets;
    }
}
