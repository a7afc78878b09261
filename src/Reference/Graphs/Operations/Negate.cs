namespace Compare.Reference.Graphs.Operations;

/// <summary>y = -x.</summary>
internal readonly struct Negate : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "negate";

    /// <inheritdoc/>
    public static string? Operator => "-";

    /// <inheritdoc/>
    public static string Equation => "G.9";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => -x;

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => -dy; // (G.9)
}
