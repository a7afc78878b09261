namespace Compare.Reference.Graphs.Operations;

/// <summary>y = log(1 + exp x), without overflow.</summary>
internal readonly struct SoftPlus : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "softplus";

    /// <inheritdoc/>
    public static string Equation => "G.20";

    /// <inheritdoc/>
    public static bool IsActivation => true;

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => T.Max(T.Zero, x) + T.Log(T.One + T.Exp(-T.Abs(x))); // (G.19)

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => LogisticSigmoid.Of(x) * dy; // (G.20)
}
