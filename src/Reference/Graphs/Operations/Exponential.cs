namespace Compare.Reference.Graphs.Operations;

/// <summary>y = exp x.</summary>
internal readonly struct Exponential : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "exp";

    /// <inheritdoc/>
    public static string Equation => "G.12";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => T.Exp(x);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => y * dy; // (G.12)
}
