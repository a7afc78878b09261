namespace Compare.Reference.Graphs.Operations;

/// <summary>y = a - b.</summary>
internal readonly struct Subtract : IBinaryRule
{
    /// <inheritdoc/>
    public static string Name => "subtract";

    /// <inheritdoc/>
    public static string? Operator => "-";

    /// <inheritdoc/>
    public static (string First, string Second) Equations => ("G.4", "G.5");

    /// <inheritdoc/>
    static T IBinaryRule.Value<T>(T a, T b) => a - b;

    /// <inheritdoc/>
    static T IBinaryRule.First<T>(T a, T b, T y, T dy) => dy; // (G.4)

    /// <inheritdoc/>
    static T IBinaryRule.Second<T>(T a, T b, T y, T dy) => -dy; // (G.5)
}
