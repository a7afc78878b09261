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
        TRule.Operator is { } symbol ? $"{symbol}{operands[0]}" : base.Write(operands);

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

    private static readonly Slip Missing = new(
        "derivative-missing",
        $"the derivative of {TRule.Name} is missing",
        "multiply by it"
    );

    private static readonly Slip Squared = new(
        "derivative-twice",
        $"the derivative of {TRule.Name} is applied twice",
        "multiply by it once"
    );

    private static readonly Slip AtResult = new(
        "derivative-at-result",
        $"the derivative of {TRule.Name} is taken at its result",
        "take it at the argument"
    );

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips { get; } = [Missing, Squared, AtResult, .. TRule.Slips];

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
    {
        if (slip == Missing)
            return dy;
        var dx = new NdArray<T>(x[0].Shape);
        var own = Slip.NumberOf(slip, Slips) - (Slips.Count - TRule.Slips.Count);
        for (var i = 0; i < dx.Elements.Length; i++)
        {
            var (at, result, gradient) = (x[0].Elements[i], y.Elements[i], dy.Elements[i]);
            dx.Elements[i] =
                slip == Squared ? TRule.Back(at, result, TRule.Back(at, result, gradient))
                : slip == AtResult ? TRule.Back(result, TRule.Value(result), gradient)
                : TRule.Slipped(own, at, result, gradient);
        }
        return dx;
    }
}
