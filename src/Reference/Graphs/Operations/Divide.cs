namespace Compare.Reference.Graphs.Operations;

/// <summary>y = a / b.</summary>
internal readonly struct Divide : IBinaryRule
{
    /// <inheritdoc/>
    public static string Name => "divide";

    /// <inheritdoc/>
    public static string? Operator => "/";

    /// <inheritdoc/>
    public static (string First, string Second) Equations => ("G.7", "G.8");

    /// <inheritdoc/>
    static T IBinaryRule.Value<T>(T a, T b) => a / b;

    /// <inheritdoc/>
    static T IBinaryRule.First<T>(T a, T b, T y, T dy) => dy / b; // (G.7)

    /// <inheritdoc/>
    static T IBinaryRule.Second<T>(T a, T b, T y, T dy) => -(y * dy / b); // (G.8)
}
