namespace Compare.Reference.Graphs.Operations;

/// <summary>y = erf x, by a series whose terms have one sign, so that nothing cancels.</summary>
internal readonly struct ErrorFunction : IUnaryRule
{
    /// <summary>Beyond this the function is 1 to more than 32 digits.</summary>
    private const double Far = 9;

    /// <inheritdoc/>
    public static string Name => "erf";

    /// <inheritdoc/>
    public static string Equation => "G.42";

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x)
    {
        if (T.IsNaN(x))
            return x;
        if (T.Abs(x) > T.CreateChecked(Far))
            return T.IsNegative(x) ? -T.One : T.One;
        var square = x * x;
        var term = x;
        var sum = x;
        // The terms rise to about the square's one and fall below anything that shows soon after.
        var most = 60 + (int)(4 * double.CreateChecked(square));
        for (var n = 1; n <= most; n++)
        {
            term *= (square + square) / T.CreateChecked(2 * n + 1);
            sum += term;
        }
        return (T.One + T.One) * T.Exp(-square) * sum / T.Sqrt(T.Pi); // (G.41)
    }

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => (T.One + T.One) * T.Exp(-(x * x)) / T.Sqrt(T.Pi) * dy; // (G.42)
}
