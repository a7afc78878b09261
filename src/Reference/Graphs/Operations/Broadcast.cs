namespace Compare.Reference.Graphs.Operations;

/// <summary>An array repeated to a larger shape, as NumPy does.</summary>
/// <param name="To">The larger shape.</param>
internal sealed record Broadcast(Shape To) : Operation
{
    /// <inheritdoc/>
    public override string Name => "broadcast";

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
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x)
    {
        var y = new NdArray<T>(To);
        var from = Sources(x[0].Shape);
        for (var i = 0; i < from.Length; i++)
            y.Elements[i] = x[0].Elements[from[i]]; // (G.2)
        return y;
    }

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var dx = new NdArray<T>(x[0].Shape);
        var from = Sources(x[0].Shape);
        var repeats = dx.Elements.Length == 0 ? 0 : from.Length / dx.Elements.Length;
        var terms = new T[dx.Elements.Length * repeats];
        var filled = new int[dx.Elements.Length];
        for (var i = 0; i < from.Length; i++)
            terms[from[i] * repeats + filled[from[i]]++] = dy.Elements[i];
        for (var i = 0; i < dx.Elements.Length; i++)
            dx.Elements[i] = Total.Of<T>(terms.AsSpan(i * repeats, repeats)); // (G.3)
        return dx;
    }

    /// <summary>For each element of the result the element that it repeats.</summary>
    private int[] Sources(Shape from)
    {
        var sources = new int[To.Count];
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
            sources[i] = at;
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
}
