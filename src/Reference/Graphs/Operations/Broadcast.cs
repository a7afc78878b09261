namespace Compare.Reference.Graphs.Operations;

/// <summary>An array repeated to a larger shape, as NumPy does.</summary>
/// <param name="To">The larger shape.</param>
internal sealed record Broadcast(Shape To) : Rearrangement
{
    private static readonly Slip Last = new(
        "overwritten",
        "of its repetitions the last alone counts",
        "sum over the repetitions"
    );

    private static readonly Slip First = new(
        "first-only",
        "of its repetitions the first alone counts",
        "sum over the repetitions"
    );

    private static readonly Slip OtherAxis = new(
        "other-axis",
        "its gradient is summed over the wrong axis",
        "sum over the axis along which it is repeated"
    );

    /// <inheritdoc/>
    public override string Name => "broadcast";

    /// <inheritdoc/>
    public override bool IsImplicit => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Last, First, OtherAxis];

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.3";

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<string> operands) => operands[0];

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        Shape.Broadcast(operands[0], To).Equals(To)
            ? To
            : throw new ArgumentException($"An array of shape {operands[0]} does not broadcast to {To}.");

    /// <inheritdoc/>
    private protected override (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands)
    {
        var from = operands[0];
        var sources = new (int, int)[To.Count];
        var index = new int[To.Rank];
        var strides = new int[To.Rank];
        var stride = 1;
        for (var axis = 1; axis <= from.Rank; axis++)
        {
            strides[^axis] = from[^axis] == 1 ? 0 : stride;
            stride *= from[^axis];
        }
        var at = 0;
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = (0, at);
            for (var axis = To.Rank - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < To[axis])
                    break;
                at -= strides[axis] * To[axis];
                index[axis] = 0;
            }
        }
        return sources;
    }

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
    {
        if (slip != OtherAxis)
            return Of(operand, x, dy, slip == Last);
        // A square whose rows and columns can be mistaken for each other.
        if (To.Rank != 2 || To[0] != To[1] || x[0].Elements.Length != To[0])
            return null;
        var turned = new NdArray<T>(To);
        for (var i = 0; i < To[0]; i++)
        for (var j = 0; j < To[1]; j++)
            turned.Elements[i * To[1] + j] = dy.Elements[j * To[1] + i];
        return Backward(operand, x, y, turned);
    }
}
