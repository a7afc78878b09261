namespace Compare.Reference.Graphs.Operations;

/// <summary>A function of two numbers, applied element by element to two arrays of one shape.</summary>
/// <typeparam name="TRule">The function.</typeparam>
internal sealed record Binary<TRule> : Operation
    where TRule : struct, IBinaryRule
{
    /// <inheritdoc/>
    public override string Name => TRule.Name;

    /// <inheritdoc/>
    public override bool IsInfix => TRule.Operator is not null;

    /// <inheritdoc/>
    public override string Equation(int operand) => operand == 0 ? TRule.Equations.First : TRule.Equations.Second;

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<string> operands) =>
        TRule.Operator is { } symbol ? $"{operands[0]} {symbol} {operands[1]}" : base.Write(operands);

    /// <inheritdoc/>
    public override int? FactorOf(int operand) => typeof(TRule) == typeof(Multiply) ? 1 - operand : null;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        operands[0].Equals(operands[1])
            ? operands[0]
            : throw new ArgumentException($"The operands of {Name} have shapes {operands[0]} and {operands[1]}.");

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x)
    {
        var y = new NdArray<T>(x[0].Shape);
        for (var i = 0; i < y.Elements.Length; i++)
            y.Elements[i] = TRule.Value(x[0].Elements[i], x[1].Elements[i]);
        return y;
    }

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var dx = new NdArray<T>(x[0].Shape);
        T[] a = x[0].Elements,
            b = x[1].Elements;
        if (operand == 0)
            for (var i = 0; i < a.Length; i++)
                dx.Elements[i] = TRule.First(a[i], b[i], y.Elements[i], dy.Elements[i]);
        else
            for (var i = 0; i < a.Length; i++)
                dx.Elements[i] = TRule.Second(a[i], b[i], y.Elements[i], dy.Elements[i]);
        return dx;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => TRule.Slips;

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
    {
        var dx = new NdArray<T>(y.Shape);
        var number = Slip.NumberOf(slip, Slips);
        for (var i = 0; i < dx.Elements.Length; i++)
            dx.Elements[i] = TRule.Slipped(
                number,
                operand == 0,
                x[0].Elements[i],
                x[1].Elements[i],
                y.Elements[i],
                dy.Elements[i]
            );
        return dx;
    }
}
