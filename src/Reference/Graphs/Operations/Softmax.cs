namespace Compare.Reference.Graphs.Operations;

/// <summary>Exponentials over their sum along an axis, shifted so that none overflows.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record Softmax(int? Axis) : Along(Axis)
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.34";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) => operands[0];

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) =>
        Rows(
            x[0],
            x[0],
            (terms, _, y) =>
            {
                var largest = terms.Aggregate((m, term) => T.Max(m, term));
                for (var i = 0; i < y.Length; i++)
                    y[i] = T.Exp(terms[i] - largest);
                var sum = Total.Of<T>(y);
                for (var i = 0; i < y.Length; i++)
                    y[i] /= sum; // (G.33)
            }
        );

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy) =>
        Rows(
            y,
            dy,
            (p, gradient, dx) =>
            {
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = gradient[i] * p[i];
                var mean = Total.Of<T>(dx);
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = p[i] * (gradient[i] - mean); // (G.34)
            }
        );

    private static readonly Slip Diagonal = new(
        "diagonal-only",
        "only the diagonal of its Jacobian is used",
        "subtract the sum of dy y over the axis from dy before the product with y"
    );

    private static readonly Slip Unmixed = new(
        "sum-missing",
        "the sum over the axis is not subtracted",
        "subtract the sum of dy y over the axis from dy before the product with y"
    );

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Diagonal, Unmixed];

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    ) =>
        Rows(
            y,
            dy,
            (p, gradient, dx) =>
            {
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = slip == Diagonal ? p[i] * (T.One - p[i]) * gradient[i] : p[i] * gradient[i];
            }
        );
}
