namespace Compare.Reference.Graphs.Operations;

/// <summary>y = tanh x.</summary>
internal readonly struct HyperbolicTangent : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "tanh";

    /// <inheritdoc/>
    public static string Equation => "G.14";

    /// <inheritdoc/>
    public static bool IsActivation => true;

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => T.Tanh(x);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => (T.One - y * y) * dy; // (G.14)

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [new Slip("square-missing", "its derivative is 1 - y, the square being forgotten", "take 1 - y y")];

    /// <inheritdoc/>
    static T IUnaryRule.Slipped<T>(int slip, T x, T y, T dy) => (T.One - y) * dy;
}
