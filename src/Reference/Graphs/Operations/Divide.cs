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

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [
        new Slip("divisor-missing", "the divisor {other} is missing", "divide by it"),
        new Slip("square-missing", "the divisor is not squared", "divide by its square"),
    ];

    /// <inheritdoc/>
    static T IBinaryRule.Slipped<T>(int slip, bool isFirst, T a, T b, T y, T dy) =>
        slip == 0 ? (isFirst ? dy : -(a * dy))
        : isFirst ? dy / b
        : -(a * dy / b);
}
