using System.Numerics;
using System.Runtime.CompilerServices;
using Compare.Reference.Numerics;

namespace Compare.Reference.Optimizers;

/// <summary>
/// Checks hyper-parameters where they are set, and converts them to the number type where they are used.
/// </summary>
internal static class HyperParameter
{
    /// <summary>Accepts [0, infinity).</summary>
    public static double AtLeastZero(double value, [CallerMemberName] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(value, name, "finite and at least 0");

    /// <summary>Accepts [0, 1).</summary>
    public static double BelowOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw OutOfRange(value, name, "in [0, 1)");

    /// <summary>Accepts [0, 1].</summary>
    public static double UpToOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw OutOfRange(value, name, "in [0, 1]");

    /// <summary>Rounds a hyper-parameter to the number type.</summary>
    public static T To<T>(double value)
        where T : unmanaged, INumber<T> => To<T>(DoubleDouble.FromDouble(value));

    /// <summary>Rounds a number that was derived from hyper-parameters in higher precision.</summary>
    /// <remarks>
    /// Exact for <see cref="DoubleDouble"/>. The addition is there for number types that carry a bound: it charges the
    /// one rounding.
    /// </remarks>
    public static T To<T>(DoubleDouble value)
        where T : unmanaged, INumber<T> => T.CreateChecked(value.Hi) + T.CreateChecked(value.Lo);

    /// <summary>1 - x (O.5), rounded once: a float 1 - 0.999f would be wrong in the fifth digit.</summary>
    public static T OneMinus<T>(double x)
        where T : unmanaged, INumber<T> => To<T>(DoubleDouble.One - DoubleDouble.FromDouble(x)); // (O.5)

    /// <summary>1 - beta^n (O.6), rounded once; 1 for n = 0.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="beta">In [0, 1).</param>
    /// <param name="n">0 or more.</param>
    /// <remarks>
    /// Where beta^n is near 1 the difference cancels, and what beta^n lost by rounding is all that is left of the
    /// error. So it is formed in double-double, and a type with bounds is charged what a program that forms it in
    /// double may lose (O.7).
    /// </remarks>
    public static T OneMinusPower<T>(double beta, long n)
        where T : unmanaged, INumber<T>
    {
        if (n == 0)
            return T.One;
        if (n == 1)
            return OneMinus<T>(beta);
        var power = Power(DoubleDouble.FromDouble(beta), n);
        var complement = DoubleDouble.One - power;
        var c = To<T>(complement); // (O.6)
        if (default(T) is IErrorBounded<T> bounded)
        {
            var error = (long.Max(4, n - 1) * power.Hi + complement.Hi) * DoubleDouble.UnitRoundoff; // (O.7)
            // The step function at zero is 0 with error 1: the way to state an error in any type that has one.
            c += T.CreateChecked(error) * bounded.Step(T.Zero);
        }
        return c;
    }

    /// <summary>A step size that a schedule made, rounded once.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="value">The step size.</param>
    /// <param name="n">Updates before; 0 or more.</param>
    /// <remarks>A program may multiply its step size after each update, so a type with bounds is charged for n roundings and a few (O.56).</remarks>
    public static T Scheduled<T>(double value, long n)
        where T : unmanaged, INumber<T>
    {
        var gamma = To<T>(value);
        return default(T) is IErrorBounded<T> bounded
            ? gamma + T.CreateChecked((n + 8) * value * Binary64.UnitRoundoff) * bounded.Step(T.Zero) // (O.56)
            : gamma;
    }

    /// <summary>x^n by repeated squaring.</summary>
    public static T Power<T>(T x, long n)
        where T : unmanaged, INumber<T>
    {
        var result = T.One;
        for (; n > 0; n >>= 1)
        {
            if ((n & 1) == 1)
                result *= x;
            x *= x;
        }
        return result;
    }

    // The overload with the actual value would format it in the current culture.
    private static ArgumentOutOfRangeException OutOfRange(double value, string name, string range) =>
        new(name, FormattableString.Invariant($"{name} must be {range}, but is {value}."));
}
