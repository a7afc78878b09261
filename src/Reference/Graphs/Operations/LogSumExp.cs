namespace Compare.Reference.Graphs.Operations;

/// <summary>The logarithm of the sum of exponentials along an axis, shifted so that none overflows.</summary>
/// <param name="Axis">The axis; null for all elements.</param>
/// <param name="KeepsAxis">Whether the axis stays with size 1.</param>
internal sealed record LogSumExp(int? Axis, bool KeepsAxis = false) : Along(Axis, KeepsAxis)
{
    /// <inheritdoc/>
    public override string Name => "logSumExp";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.38";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) => Reduced(operands[0]);

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) =>
        Reduce(
            x[0],
            terms =>
            {
                var largest = terms.Aggregate((m, term) => T.Max(m, term));
                return largest + T.Log(Total.Of<T>(Array.ConvertAll(terms, term => T.Exp(term - largest)))); // (G.37)
            }
        );

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var shares = Rows(
            x[0],
            y,
            (terms, logarithm, p) =>
            {
                for (var i = 0; i < p.Length; i++)
                    p[i] = T.Exp(terms[i] - logarithm[i]);
            }
        );
        return Rows(
            shares,
            dy,
            (p, gradient, dx) =>
            {
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = p[i] * gradient[i]; // (G.38)
            }
        );
    }
}
