using Compare.Problems.Recorded;

namespace Compare.Problems.Parties;

/// <summary>One forward and backward pass of somebody's model.</summary>
/// <param name="Loss">The loss, a scalar.</param>
/// <param name="Gradients">The gradient by each parameter; null where the loss does not depend on it.</param>
internal sealed record ModelPass(NpyArray Loss, IReadOnlyList<NpyArray?> Gradients)
{
    /// <summary>What went in; null where it is not one array.</summary>
    public NpyArray? Input { get; init; }

    /// <summary>What the layers gave, in the order of the calls.</summary>
    public IReadOnlyList<ModelLayer> Layers { get; init; } = [];

    /// <summary>What the model remembers beside its parameters, after the pass, such as running means.</summary>
    public IReadOnlyList<NpyArray> Buffers { get; init; } = [];
}

/// <summary>A layer in a pass.</summary>
/// <param name="Output">What it gave, under its name.</param>
/// <param name="Gradient">The gradient by that; null where nobody knows it.</param>
/// <param name="IsResult">Whether it is what the whole model gives.</param>
internal sealed record ModelLayer(NpyArray Output, NpyArray? Gradient, bool IsResult = false);
