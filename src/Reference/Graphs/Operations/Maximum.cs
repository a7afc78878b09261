using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>y = max(a, b); where they are equal the gradient goes to a.</summary>
internal readonly struct Maximum : IBinaryRule
{
    /// <inheritdoc/>
    public static string Name => "maximum";

    /// <inheritdoc/>
    public static string? Operator => null;

    /// <inheritdoc/>
    public static (string First, string Second) Equations => ("G.21", "G.22");

    /// <inheritdoc/>
    static T IBinaryRule.Value<T>(T a, T b) => T.Max(a, b);

    /// <inheritdoc/>
    static T IBinaryRule.First<T>(T a, T b, T y, T dy) => Sign.Step(a - b, T.One) * dy; // (G.21)

    /// <inheritdoc/>
    static T IBinaryRule.Second<T>(T a, T b, T y, T dy) => Sign.Step(b - a, T.Zero) * dy; // (G.22)
}
