namespace Compare.Reference.Graphs.Operations;

/// <summary>An operation whose result holds elements of its operands in other places: the gradient goes back to where each came from.</summary>
public abstract record Rearrangement : Operation
{
    /// <summary>From where each element of the result comes.</summary>
    /// <param name="operands">The shapes of the operands.</param>
    /// <returns>For each element of the result the number of the operand, and the index in it; operand -1 for a zero.</returns>
    private protected abstract (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands);

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x)
    {
        Shape[] shapes = [.. x.Select(operand => operand.Shape)];
        return new NdArray<T>(
            ShapeOf(shapes),
            Array.ConvertAll(
                Sources(shapes),
                source => source.Operand < 0 ? T.Zero : x[source.Operand].Elements[source.Index]
            )
        );
    }

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var sources = Sources([.. x.Select(array => array.Shape)]);
        var dx = new NdArray<T>(x[operand].Shape);
        var terms = new List<T>?[dx.Elements.Length];
        for (var i = 0; i < sources.Length; i++)
            if (sources[i].Operand == operand)
                (terms[sources[i].Index] ??= []).Add(dy.Elements[i]);
        for (var i = 0; i < terms.Length; i++)
            if (terms[i] is { } some)
                dx.Elements[i] = Total.Of<T>(some.ToArray()); // (G.31)
        return dx;
    }

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.31";

    private static readonly Slip Overwritten = new(
        "overwritten",
        "what is used more than once gets the gradient of its last use alone",
        "add the gradients up"
    );

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Overwritten];

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
    {
        var sources = Sources([.. x.Select(array => array.Shape)]);
        var dx = new NdArray<T>(x[operand].Shape);
        for (var i = 0; i < sources.Length; i++)
            if (sources[i].Operand == operand)
                dx.Elements[sources[i].Index] = dy.Elements[i];
        return dx;
    }
}
