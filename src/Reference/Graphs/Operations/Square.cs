namespace Compare.Reference.Graphs.Operations;

/// <summary>y = x x.</summary>
internal readonly struct Square : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "square";

    /// <inheritdoc/>
    public static string Equation => "G.10";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => x * x;

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => (x + x) * dy; // (G.10)

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [new Slip("two-missing", "the 2 of its derivative is missing", "multiply by 2 x")];

    /// <inheritdoc/>
    static T IUnaryRule.Slipped<T>(int slip, T x, T y, T dy) => x * dy;
}
