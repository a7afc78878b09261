using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Faults.Rules;

/// <summary>Hyper-parameters in the number type of a formula.</summary>
internal static class Scalar
{
    /// <summary>Rounds once; a type with bounds is charged for it by the addition.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="value">The hyper-parameter.</param>
    /// <returns>The number.</returns>
    public static T To<T>(double value)
        where T : unmanaged, INumber<T> => T.CreateChecked(value) + T.Zero;

    /// <summary>1 - beta^n, also for n = 0, where it is zero.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="beta">In [0, 1).</param>
    /// <param name="n">0 or more.</param>
    /// <returns>The number; a type with bounds is charged what a program that works in double may lose.</returns>
    public static T OneMinusPower<T>(double beta, long n)
        where T : unmanaged, INumber<T>
    {
        var power = Math.Pow(beta, n);
        var c = To<T>(1 - power);
        if (default(T) is IErrorBounded<T> bounded && n > 0)
            // Twice (O.7), because the value itself is formed in double here.
            c +=
                T.CreateChecked(2 * (Math.Max(4, n - 1) * power + (1 - power)) * Binary64.UnitRoundoff)
                * bounded.Step(T.Zero);
        return c;
    }
}
