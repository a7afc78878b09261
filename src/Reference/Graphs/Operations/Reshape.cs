namespace Compare.Reference.Graphs.Operations;

/// <summary>The same elements under another shape.</summary>
/// <param name="To">The shape.</param>
internal sealed record Reshape(Shape To) : Operation
{
    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.32";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        operands[0].Count == To.Count
            ? To
            : throw new ArgumentException($"An array of shape {operands[0]} cannot take shape {To}.");

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) => x[0].As(To);

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy) =>
        dy.As(x[0].Shape); // (G.32)
}
