namespace Compare.Reference.Graphs.Operations;

/// <summary>Arrays one after the other along an axis.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record Concatenate(int Axis) : Rearrangement
{
    /// <inheritdoc/>
    public override string Name => "concatenate";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        operands.All(shape => shape.Rank > Axis && shape.With(Axis, 0).Equals(operands[0].With(Axis, 0)))
            ? operands[0].With(Axis, operands.Sum(shape => shape[Axis]))
            : throw new ArgumentException(
                $"Arrays of shapes {string.Join(", ", operands)} do not fit together along axis {Axis}."
            );

    /// <inheritdoc/>
    private protected override (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands)
    {
        var (outer, size, inner) = ShapeOf(operands).Around(Axis);
        var sources = new (int, int)[outer * size * inner];
        var start = 0;
        for (var k = 0; k < operands.Count; k++)
        {
            var own = operands[k][Axis];
            for (var i = 0; i < operands[k].Count; i++)
                sources[(i / inner / own * size + start + i / inner % own) * inner + i % inner] = (k, i);
            start += own;
        }
        return sources;
    }
}
