using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>y = |x|; its derivative at 0 is 0.</summary>
internal readonly struct AbsoluteValue : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "abs";

    /// <inheritdoc/>
    public static string Equation => "G.18";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => T.Abs(x);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => (Sign.Step(x, T.Zero) - Sign.Step(-x, T.Zero)) * dy; // (G.18)
}
