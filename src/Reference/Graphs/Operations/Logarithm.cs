namespace Compare.Reference.Graphs.Operations;

/// <summary>y = log x.</summary>
internal readonly struct Logarithm : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "log";

    /// <inheritdoc/>
    public static string Equation => "G.13";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => T.Log(x);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => dy / x; // (G.13)
}
