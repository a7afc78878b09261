namespace Compare.Reference.Graphs.Operations;

/// <summary>The sum along an axis.</summary>
/// <param name="Axis">The axis; null for all elements.</param>
/// <param name="KeepsAxis">Whether the axis stays with size 1.</param>
internal sealed record Sum(int? Axis, bool KeepsAxis = false) : Along(Axis, KeepsAxis)
{
    /// <inheritdoc/>
    public override string Name => "sum";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.24";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) => Reduced(operands[0]);

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) => Reduce(x[0], terms => Total.Of<T>(terms)); // (G.23)

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy) =>
        Rows(x[0], dy, (_, gradient, dx) => gradient.CopyTo(dx, 0)); // (G.24)
}
