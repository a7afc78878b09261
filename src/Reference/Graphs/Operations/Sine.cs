namespace Compare.Reference.Graphs.Operations;

/// <summary>y = sin x.</summary>
internal readonly struct Sine : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "sin";

    /// <inheritdoc/>
    public static string Equation => "G.43";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => Trigonometry.Sine(x, 0);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => Trigonometry.Sine(x, 1) * dy; // (G.43)
}
