namespace Compare.Reference.Graphs.Operations;

/// <summary>y = sqrt x.</summary>
internal readonly struct SquareRoot : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "sqrt";

    /// <inheritdoc/>
    public static string Equation => "G.11";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => T.Sqrt(x);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => dy / (y + y); // (G.11)

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [new Slip("two-missing", "the 2 of its derivative is missing", "divide by 2 y")];

    /// <inheritdoc/>
    static T IUnaryRule.Slipped<T>(int slip, T x, T y, T dy) => dy / y;
}
