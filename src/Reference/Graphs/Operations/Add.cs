namespace Compare.Reference.Graphs.Operations;

/// <summary>y = a + b.</summary>
internal readonly struct Add : IBinaryRule
{
    /// <inheritdoc/>
    public static string Name => "add";

    /// <inheritdoc/>
    public static string? Operator => "+";

    /// <inheritdoc/>
    public static (string First, string Second) Equations => ("G.4", "G.4");

    /// <inheritdoc/>
    static T IBinaryRule.Value<T>(T a, T b) => a + b;

    /// <inheritdoc/>
    static T IBinaryRule.First<T>(T a, T b, T y, T dy) => dy; // (G.4)

    /// <inheritdoc/>
    static T IBinaryRule.Second<T>(T a, T b, T y, T dy) => dy; // (G.4)
}
