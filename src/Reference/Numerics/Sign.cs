using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics;

/// <summary>
/// Decisions by the sign of a number, for every number type: also for a value with a bound, whose sign may be uncertain, and for a
/// register of values, which has as many signs as lanes.
/// </summary>
public static class Sign
{
    /// <summary>The unit step.</summary>
    /// <param name="x">The number.</param>
    /// <param name="atZero">The value at zero.</param>
    /// <returns>1 for positive, 0 for negative numbers, NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Step<T>(T x, T atZero)
        where T : unmanaged, INumber<T>
    {
        // Casts by way of object between equal types cost nothing: the compiler sees through them.
        if (typeof(T) == typeof(Packed<float>))
            return (T)(object)((Packed<float>)(object)x).Step((Packed<float>)(object)atZero);
        if (typeof(T) == typeof(Packed<double>))
            return (T)(object)((Packed<double>)(object)x).Step((Packed<double>)(object)atZero);
        if (x is IErrorBounded<T> bounded)
            return bounded.Step(atZero);
        if (T.IsNaN(x))
            return x;
        return x > T.Zero ? T.One
            : x < T.Zero ? T.Zero
            : atZero;
    }

    /// <summary>Chooses between two forms of one function, which agree before rounding.</summary>
    /// <param name="x">The number.</param>
    /// <param name="ifNegative">For negative numbers; for negative zero either.</param>
    /// <param name="otherwise">For the others, and NaN.</param>
    /// <returns>One of the two.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Choose<T>(T x, T ifNegative, T otherwise)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(Packed<float>))
            return (T)
                (object)
                    ((Packed<float>)(object)x).Choose(
                        (Packed<float>)(object)ifNegative,
                        (Packed<float>)(object)otherwise
                    );
        if (typeof(T) == typeof(Packed<double>))
            return (T)
                (object)
                    ((Packed<double>)(object)x).Choose(
                        (Packed<double>)(object)ifNegative,
                        (Packed<double>)(object)otherwise
                    );
        return T.IsNegative(x) ? ifNegative : otherwise;
    }
}
