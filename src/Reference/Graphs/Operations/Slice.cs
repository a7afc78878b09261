namespace Compare.Reference.Graphs.Operations;

/// <summary>A part of an array along an axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Start">The first index.</param>
/// <param name="Length">How many.</param>
internal sealed record Slice(int Axis, int Start, int Length) : Rearrangement
{
    /// <inheritdoc/>
    public override string Name => "slice";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        Start >= 0 && Length >= 0 && Start + Length <= operands[0][Axis]
            ? operands[0].With(Axis, Length)
            : throw new ArgumentException(
                $"There are no {Length} elements from {Start} on along axis {Axis} of an array of shape {operands[0]}."
            );

    /// <inheritdoc/>
    private protected override (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands)
    {
        var (outer, size, inner) = operands[0].Around(Axis);
        var sources = new (int, int)[outer * Length * inner];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = (0, (i / inner / Length * size + Start + i / inner % Length) * inner + i % inner);
        return sources;
    }
}
