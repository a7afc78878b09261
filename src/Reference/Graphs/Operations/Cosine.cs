namespace Compare.Reference.Graphs.Operations;

/// <summary>y = cos x.</summary>
internal readonly struct Cosine : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "cos";

    /// <inheritdoc/>
    public static string Equation => "G.44";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => Trigonometry.Sine(x, 1);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => -(Trigonometry.Sine(x, 0) * dy); // (G.44)

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [new Slip("sign-missing", "the sign of its derivative is missing", "the derivative of cos is -sin")];

    /// <inheritdoc/>
    static T IUnaryRule.Slipped<T>(int slip, T x, T y, T dy) => Trigonometry.Sine(x, 0) * dy;
}
