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
    public override int? FactorOf(int operand) => typeof(TRule) == typeof(Square) ? 0 : null;

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

    private static readonly Slip FormulaAtArgument = new(
        "formula-at-argument",
        $"the formula of {TRule.Name}'s derivative in terms of its result is given the argument",
        "give it the result"
    );

    private static readonly IReadOnlyList<OtherDerivative> Others = TRule.IsActivation
        ? OtherDerivative.BesidesThatOf(TRule.Name)
        : [];

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips { get; } =
    [
        Missing,
        Squared,
        AtResult,
        .. TRule.IsActivation ? [FormulaAtArgument] : Array.Empty<Slip>(),
        .. Others.SelectMany(other => new[] { other.AtArgument, other.OfResult }),
        .. TRule.Slips,
    ];

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
        var other = Others.FirstOrDefault(other => other.AtArgument == slip || other.OfResult == slip);
        for (var i = 0; i < dx.Elements.Length; i++)
        {
            var (at, result, gradient) = (x[0].Elements[i], y.Elements[i], dy.Elements[i]);
            dx.Elements[i] =
                slip == Squared ? TRule.Back(at, result, TRule.Back(at, result, gradient))
                : slip == AtResult ? TRule.Back(result, TRule.Value(result), gradient)
                : slip == FormulaAtArgument ? TRule.Back(at, at, gradient)
                : other is not null ? other.Back(slip, at, result, gradient)
                : TRule.Slipped(own, at, result, gradient);
        }
        return dx;
    }
}
