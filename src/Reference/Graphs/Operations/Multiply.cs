namespace Compare.Reference.Graphs.Operations;

/// <summary>y = a b.</summary>
internal readonly struct Multiply : IBinaryRule
{
    /// <inheritdoc/>
    public static string Name => "multiply";

    /// <inheritdoc/>
    public static string? Operator => "*";

    /// <inheritdoc/>
    public static (string First, string Second) Equations => ("G.6", "G.6");

    /// <inheritdoc/>
    static T IBinaryRule.Value<T>(T a, T b) => a * b;

    /// <inheritdoc/>
    static T IBinaryRule.First<T>(T a, T b, T y, T dy) => b * dy; // (G.6)

    /// <inheritdoc/>
    static T IBinaryRule.Second<T>(T a, T b, T y, T dy) => a * dy; // (G.6)

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [
        new Slip("factor-missing", "the factor {other} is missing", "multiply by it"),
        new Slip("own-factor", "the operand itself is the factor in place of {other}", "multiply by the other factor"),
    ];

    /// <inheritdoc/>
    static T IBinaryRule.Slipped<T>(int slip, bool isFirst, T a, T b, T y, T dy) =>
        slip == 0 ? dy
        : isFirst ? a * dy
        : b * dy;
}
