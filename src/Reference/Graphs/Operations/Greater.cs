using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>y = [a &gt; b]: 1 where the first is larger, 0 elsewhere. No gradient goes through it.</summary>
internal readonly struct Greater : IBinaryRule
{
    /// <inheritdoc/>
    public static string Name => "greater";

    /// <inheritdoc/>
    public static string? Operator => ">";

    /// <inheritdoc/>
    public static (string First, string Second) Equations => ("G.47", "G.47");

    /// <inheritdoc/>
    static T IBinaryRule.Value<T>(T a, T b) => Sign.Step(a - b, T.Zero); // (G.47)

    /// <inheritdoc/>
    static T IBinaryRule.First<T>(T a, T b, T y, T dy) => T.Zero;

    /// <inheritdoc/>
    static T IBinaryRule.Second<T>(T a, T b, T y, T dy) => T.Zero;
}
