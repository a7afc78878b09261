namespace Compare.Reference.Graphs.Operations;

/// <summary>The mean along an axis.</summary>
/// <param name="Axis">The axis; null for all elements.</param>
/// <param name="KeepsAxis">Whether the axis stays with size 1.</param>
internal sealed record Mean(int? Axis, bool KeepsAxis = false) : Along(Axis, KeepsAxis)
{
    /// <inheritdoc/>
    public override string Name => "mean";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.26";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) => Reduced(operands[0]);

    /// <inheritdoc/>
    public override int? DivisorOf(IReadOnlyList<Shape> operands) => Around(operands[0]).Size;

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) =>
        Reduce(x[0], terms => Total.Of<T>(terms) / T.CreateChecked(terms.Length)); // (G.25)

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var count = T.CreateChecked(Around(x[0].Shape).Size);
        return Rows(
            x[0],
            dy,
            (_, gradient, dx) =>
            {
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = gradient[i] / count; // (G.26)
            }
        );
    }
}
