namespace Compare.Reference.Graphs.Operations;

/// <summary>The axes in another order; of a matrix, its transpose.</summary>
/// <param name="Order">For each axis of the result the axis of the operand.</param>
internal sealed record Permute(IReadOnlyList<int> Order) : Rearrangement
{
    /// <inheritdoc/>
    public override string Name => "transpose";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        Order.Order().SequenceEqual(Enumerable.Range(0, operands[0].Rank))
            ? new Shape([.. Order.Select(axis => operands[0][axis])])
            : throw new ArgumentException($"({string.Join(", ", Order)}) is no order of the axes of {operands[0]}.");

    /// <inheritdoc/>
    private protected override (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands)
    {
        var (from, to) = (operands[0], ShapeOf(operands));
        var strides = Order.Select(axis => from.Around(axis).Inner).ToArray();
        var sources = new (int, int)[to.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            var (rest, at) = (i, 0);
            for (var axis = to.Rank - 1; axis >= 0; axis--)
            {
                at += rest % to[axis] * strides[axis];
                rest /= to[axis];
            }
            sources[i] = (0, at);
        }
        return sources;
    }
}
