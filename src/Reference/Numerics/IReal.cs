using System.Numerics;

namespace Compare.Reference.Numerics;

/// <summary>
/// What a number type of this project has to supply so that generic code written for <see cref="float"/> and
/// <see cref="double"/> also runs in it: the four operations, comparison, conversion to and from double, and four functions.
/// </summary>
/// <typeparam name="TSelf">The implementing structure.</typeparam>
/// <remarks>
/// <para>
/// The generic-math interfaces of .NET ask for some seventy members more. They have defaults here, so that a type implements:
/// <c>Zero</c>, <c>One</c>, <c>+ - * /</c> and unary <c>-</c>, the six comparison operators, <c>Equals</c>,
/// <c>Abs</c>, <c>Sqrt</c>, <c>Exp</c>, <c>Log</c>, <c>Tanh</c>, <see cref="FromDouble"/>, <see cref="ToDouble"/> and
/// <c>ToString()</c>. A type may replace any default by a member of its own; <c>Max</c> and <c>Min</c> come from
/// <see cref="INumber{TSelf}"/> and propagate NaN.
/// </para>
/// <para>
/// The defaults cannot be named on the type itself: they are reached through a type parameter, as in <c>T.IsNaN(x)</c>.
/// What nobody here needs throws <see cref="NotSupportedException"/> naming the member.
/// </para>
/// </remarks>
public partial interface IReal<TSelf>
    : INumber<TSelf>,
        IRootFunctions<TSelf>,
        IExponentialFunctions<TSelf>,
        ILogarithmicFunctions<TSelf>,
        IHyperbolicFunctions<TSelf>
    where TSelf : struct, IReal<TSelf>
{
    /// <summary>The number equal to a double.</summary>
    /// <param name="value">Any double; signed zeros, infinities and NaN keep their meaning.</param>
    /// <returns>Exactly <paramref name="value"/>.</returns>
    static abstract TSelf FromDouble(double value);

    /// <summary>The double nearest to a number.</summary>
    /// <param name="value">Any number of this type.</param>
    /// <returns>A double of the same class (NaN, infinite, finite) and, unless NaN, the same sign.</returns>
    static abstract double ToDouble(TSelf value);

    static TSelf IAdditiveIdentity<TSelf, TSelf>.AdditiveIdentity => TSelf.Zero;

    static TSelf IMultiplicativeIdentity<TSelf, TSelf>.MultiplicativeIdentity => TSelf.One;

    static int INumberBase<TSelf>.Radix => 2;

    static TSelf IFloatingPointConstants<TSelf>.E => TSelf.Exp(TSelf.One);

    // The doubles nearest to pi and to what the first leaves over.
    static TSelf IFloatingPointConstants<TSelf>.Pi =>
        TSelf.FromDouble(3.141592653589793) + TSelf.FromDouble(1.2246467991473532e-16);

    static TSelf IFloatingPointConstants<TSelf>.Tau => TSelf.Pi + TSelf.Pi;

    static TSelf IUnaryPlusOperators<TSelf, TSelf>.operator +(TSelf value) => value;

    static TSelf IIncrementOperators<TSelf>.operator ++(TSelf value) => value + TSelf.One;

    static TSelf IDecrementOperators<TSelf>.operator --(TSelf value) => value - TSelf.One;

    static bool INumberBase<TSelf>.IsNaN(TSelf value) => double.IsNaN(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsFinite(TSelf value) => double.IsFinite(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsInfinity(TSelf value) => double.IsInfinity(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsNegativeInfinity(TSelf value) => double.IsNegativeInfinity(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsPositiveInfinity(TSelf value) => double.IsPositiveInfinity(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsNegative(TSelf value) => double.IsNegative(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsPositive(TSelf value) => double.IsPositive(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsNormal(TSelf value) => double.IsNormal(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsSubnormal(TSelf value) => double.IsSubnormal(TSelf.ToDouble(value));

    static bool INumberBase<TSelf>.IsZero(TSelf value) => value == TSelf.Zero;

    static bool INumberBase<TSelf>.IsRealNumber(TSelf value) => !TSelf.IsNaN(value);

    static bool INumberBase<TSelf>.IsCanonical(TSelf value) => true;

    static bool INumberBase<TSelf>.IsComplexNumber(TSelf value) => false;

    static bool INumberBase<TSelf>.IsImaginaryNumber(TSelf value) => false;

    static TSelf INumberBase<TSelf>.MaxMagnitude(TSelf x, TSelf y)
    {
        var xMagnitude = TSelf.Abs(x);
        var yMagnitude = TSelf.Abs(y);
        if (xMagnitude > yMagnitude || TSelf.IsNaN(x))
            return x;
        return xMagnitude == yMagnitude && !TSelf.IsNegative(x) ? x : y;
    }

    static TSelf INumberBase<TSelf>.MinMagnitude(TSelf x, TSelf y)
    {
        var xMagnitude = TSelf.Abs(x);
        var yMagnitude = TSelf.Abs(y);
        if (xMagnitude < yMagnitude || TSelf.IsNaN(x))
            return x;
        return xMagnitude == yMagnitude && TSelf.IsNegative(x) ? x : y;
    }

    static TSelf INumberBase<TSelf>.MaxMagnitudeNumber(TSelf x, TSelf y) =>
        TSelf.IsNaN(x) ? y
        : TSelf.IsNaN(y) ? x
        : TSelf.MaxMagnitude(x, y);

    static TSelf INumberBase<TSelf>.MinMagnitudeNumber(TSelf x, TSelf y) =>
        TSelf.IsNaN(x) ? y
        : TSelf.IsNaN(y) ? x
        : TSelf.MinMagnitude(x, y);

    static TSelf ILogarithmicFunctions<TSelf>.Log(TSelf x, TSelf newBase) => TSelf.Log(x) / TSelf.Log(newBase);

    // NaN sorts first and equals itself, as in double.CompareTo.
    int IComparable<TSelf>.CompareTo(TSelf other)
    {
        var self = (TSelf)this;
        if (self < other)
            return -1;
        if (self > other)
            return 1;
        if (self == other)
            return 0;
        return TSelf.IsNaN(self).CompareTo(TSelf.IsNaN(other)) * -1;
    }

    int IComparable.CompareTo(object? obj) =>
        obj switch
        {
            null => 1,
            TSelf other => ((IComparable<TSelf>)this).CompareTo(other),
            _ => throw new ArgumentException($"Expected {typeof(TSelf)}, got {obj.GetType()}.", nameof(obj)),
        };
}
