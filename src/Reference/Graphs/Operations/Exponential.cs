using Compare.Reference.Numerics;

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
    /// <remarks>
    /// By hand the slope of a saturating function is written through 1 - z, where z is rounded as a number near 1; a type with bounds is
    /// charged what that loses.
    /// </remarks>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => (default(T) is IErrorBounded<T> ? T.One + y - T.One : y) * dy; // (G.12)
}
