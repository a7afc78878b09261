using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>A whole power, element by element.</summary>
/// <param name="Exponent">1 or more.</param>
internal sealed record Power(int Exponent) : Operation
{
    private static readonly Slip Kept = new(
        "exponent-kept",
        "the exponent of its derivative is not lowered",
        "lower the exponent by one"
    );

    private static readonly Slip Missing = new(
        "exponent-missing",
        "the exponent is missing as a factor",
        "multiply by it"
    );

    /// <inheritdoc/>
    public override string Name => "power";

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Kept, Missing];

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.40";

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<string> operands) =>
        FormattableString.Invariant($"{operands[0]}.Power({Exponent})");

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) =>
        Exponent >= 1
            ? operands[0]
            : throw new ArgumentException($"The exponent must be a whole number of at least 1, not {Exponent}.");

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) =>
        new(x[0].Shape, Array.ConvertAll(x[0].Elements, value => Of(value, Exponent))); // (G.39)

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy) =>
        Scaled(x[0], dy, Exponent, Exponent - 1); // (G.40)

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    ) => slip == Kept ? Scaled(x[0], dy, Exponent, Exponent) : Scaled(x[0], dy, 1, Exponent - 1);

    private static NdArray<T> Scaled<T>(NdArray<T> x, NdArray<T> dy, int factor, int exponent)
        where T : unmanaged, INumber<T>
    {
        var dx = new NdArray<T>(x.Shape);
        var scale = T.CreateChecked(factor);
        for (var i = 0; i < dx.Elements.Length; i++)
            dx.Elements[i] = scale * Of(x.Elements[i], exponent) * dy.Elements[i];
        return dx;
    }

    private static T Of<T>(T x, int exponent)
        where T : unmanaged, INumber<T>
    {
        var power = T.One;
        for (var i = 0; i < exponent; i++)
            power *= x;
        return power;
    }
}
