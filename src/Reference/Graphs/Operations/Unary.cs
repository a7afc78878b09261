namespace Compare.Reference.Graphs.Operations;

/// <summary>A function of one number, applied element by element.</summary>
/// <typeparam name="TRule">The function.</typeparam>
internal sealed record Unary<TRule> : Operation
    where TRule : struct, IUnaryRule
{
    /// <inheritdoc/>
    public override string Name => TRule.Name;

    /// <inheritdoc/>
    public override string Equation(int operand) => TRule.Equation;

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<string> operands) =>
        TRule.Name == "negate" ? $"-{operands[0]}" : base.Write(operands);

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) => operands[0];

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x)
    {
        var y = new NdArray<T>(x[0].Shape);
        ReadOnlySpan<T> from = x[0].Elements;
        for (var i = 0; i < from.Length; i++)
            y.Elements[i] = TRule.Value(from[i]);
        return y;
    }

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var dx = new NdArray<T>(x[0].Shape);
        for (var i = 0; i < dx.Elements.Length; i++)
            dx.Elements[i] = TRule.Back(x[0].Elements[i], y.Elements[i], dy.Elements[i]);
        return dx;
    }
}
