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

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [new Slip("mask-missing", "its mask is missing: both operands get the gradient", "give it to the larger one")];

    /// <inheritdoc/>
    static T IBinaryRule.Slipped<T>(int slip, bool isFirst, T a, T b, T y, T dy) => dy;
}
