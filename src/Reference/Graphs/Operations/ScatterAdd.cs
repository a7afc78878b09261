namespace Compare.Reference.Graphs.Operations;

/// <summary>Rows of an array added up where their numbers say; several rows may go to one place, and to some none.</summary>
/// <param name="Rows">For each row the number of its place.</param>
/// <param name="Count">How many places there are.</param>
internal sealed record ScatterAdd(IReadOnlyList<int> Rows, int Count) : Operation
{
    private static readonly Slip Shared = new(
        "shared-among-rows",
        "the gradient of a place is divided among the rows that go to it",
        "give each the whole of it"
    );

    /// <inheritdoc/>
    public override string Name => "scatterAdd";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.46";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands)
    {
        if (operands[0][0] != Rows.Count)
            throw new ArgumentException($"An array of shape {operands[0]} has not {Rows.Count} rows.");
        return Rows.All(row => row >= 0 && row < Count)
            ? operands[0].With(0, Count)
            : throw new ArgumentException($"Of {Count} rows there is none with the number {Rows.Max()}.");
    }

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x)
    {
        var y = new NdArray<T>(ShapeOf([x[0].Shape]));
        RoutesTo(y.Shape).Backward(0, x[0].Elements, y.Elements); // (G.45)
        return y;
    }

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var dx = new NdArray<T>(x[0].Shape);
        RoutesTo(y.Shape).Forward([dy], dx.Elements); // (G.46)
        return dx;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Shared];

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
    {
        var dx = Backward(operand, x, y, dy);
        var inner = x[0].Shape.Around(0).Inner;
        for (var i = 0; i < dx.Elements.Length; i++)
            dx.Elements[i] /= T.CreateChecked(Rows.Count(row => row == Rows[i / inner]));
        return dx;
    }

    /// <summary>The routes of the operation that picks the rows from their places: this one takes them the other way.</summary>
    private Routes RoutesTo(Shape places)
    {
        var inner = places.Around(0).Inner;
        return new Routes(
            [places],
            [.. Rows.SelectMany(row => Enumerable.Range(row * inner, inner).Select(index => (0, index)))]
        );
    }
}
