using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>y = max(0, x); its derivative at 0 is 0.</summary>
internal readonly struct Rectifier : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "relu";

    /// <inheritdoc/>
    public static string Equation => "G.17";

    /// <inheritdoc/>
    public static bool IsActivation => true;

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => T.Max(T.Zero, x);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => Sign.Step(x, T.Zero) * dy; // (G.17)

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [new Slip("mask-inverted", "its mask is inverted", "let the gradient through where x > 0")];

    /// <inheritdoc/>
    static T IUnaryRule.Slipped<T>(int slip, T x, T y, T dy) => Sign.Step(-x, T.Zero) * dy;
}
