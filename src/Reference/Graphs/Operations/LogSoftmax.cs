namespace Compare.Reference.Graphs.Operations;

/// <summary>The logarithm of the softmax along an axis.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record LogSoftmax(int? Axis) : Along(Axis)
{
    /// <inheritdoc/>
    public override string Name => "logSoftmax";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.36";

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
                var log = T.Log(Total.Of<T>(y));
                for (var i = 0; i < y.Length; i++)
                    y[i] = terms[i] - largest - log; // (G.35)
            }
        );

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy) =>
        Rows(
            y,
            dy,
            (logarithms, gradient, dx) =>
            {
                var sum = Total.Of<T>(gradient);
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = gradient[i] - T.Exp(logarithms[i]) * sum; // (G.36)
            }
        );

    private static readonly Slip Diagonal = new(
        "diagonal-only",
        "only the diagonal of its Jacobian is used",
        "subtract the softmax times the sum of dy over the axis"
    );

    private static readonly Slip Unmixed = new(
        "one-hot-alone",
        "the softmax is not subtracted",
        "subtract the softmax times the sum of dy over the axis"
    );

    private static readonly Slip Unsubtracted = new(
        "one-hot-missing",
        "the softmax stands alone: the one-hot target is not subtracted from it",
        "subtract 1 at the label"
    );

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Diagonal, Unmixed, Unsubtracted];

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
            (logarithms, gradient, dx) =>
            {
                var sum = Total.Of<T>(gradient);
                for (var i = 0; i < dx.Length; i++)
                    dx[i] =
                        slip == Diagonal ? (T.One - T.Exp(logarithms[i])) * gradient[i]
                        : slip == Unmixed ? gradient[i]
                        : -T.Exp(logarithms[i]) * sum;
            }
        );
}
