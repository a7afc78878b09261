namespace Compare.Reference.Graphs.Operations;

/// <summary>Rows of an array, picked by number, as by an embedding; a row may be picked more than once.</summary>
/// <param name="Rows">The numbers of the rows.</param>
internal sealed record Gather(IReadOnlyList<int> Rows) : Rearrangement
{
    /// <inheritdoc/>
    public override string Name => "gather";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        Rows.All(row => row >= 0 && row < operands[0][0])
            ? operands[0].With(0, Rows.Count)
            : throw new ArgumentException($"An array of shape {operands[0]} has no row {Rows.Max()}.");

    /// <inheritdoc/>
    private protected override (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands)
    {
        var inner = operands[0].Around(0).Inner;
        return [.. Rows.SelectMany(row => Enumerable.Range(row * inner, inner).Select(index => (0, index)))];
    }
}
