using Compare.Reference.Graphs;

namespace Compare.Sides;

/// <summary>A module's loss as a graph of operations.</summary>
/// <param name="parameters">The module's parameters, in its order and of their shapes.</param>
/// <param name="input">The input of the batch, a constant.</param>
/// <param name="target">The target of the batch, a constant.</param>
/// <returns>The loss, a single number.</returns>
public delegate Node TwinGraph(IReadOnlyList<Node> parameters, Node input, Node target);
