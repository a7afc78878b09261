using System.Globalization;
using Compare.Reference.Numerics;

namespace Compare.Reference.Tests.Graphs;

/// <summary>
/// A number and its derivative by one variable: a formula evaluated in it differentiates itself forwards, by no backward rule.
/// </summary>
/// <typeparam name="T">The arithmetic of both parts.</typeparam>
/// <param name="value">The number.</param>
/// <param name="slope">Its derivative.</param>
internal readonly struct Dual<T>(T value, T slope) : IReal<Dual<T>>
    where T : unmanaged, IReal<T>
{
    /// <summary>The number.</summary>
    public T Value { get; } = value;

    /// <summary>Its derivative. At a branch, that of the branch taken.</summary>
    public T Slope { get; } = slope;

    public static Dual<T> Zero => default;

    public static Dual<T> One => new(T.One, T.Zero);

    /// <summary>The value of the variable, which no other number has.</summary>
    public static double Variable { get; set; } = double.NaN;

    public static Dual<T> FromDouble(double value) => new(T.FromDouble(value), value == Variable ? T.One : T.Zero);

    public static double ToDouble(Dual<T> value) => T.ToDouble(value.Value);

    public static Dual<T> operator -(Dual<T> x) => new(-x.Value, -x.Slope);

    public static Dual<T> operator +(Dual<T> x, Dual<T> y) => new(x.Value + y.Value, x.Slope + y.Slope);

    public static Dual<T> operator -(Dual<T> x, Dual<T> y) => new(x.Value - y.Value, x.Slope - y.Slope);

    public static Dual<T> operator *(Dual<T> x, Dual<T> y) =>
        new(x.Value * y.Value, x.Slope * y.Value + x.Value * y.Slope);

    public static Dual<T> operator /(Dual<T> x, Dual<T> y)
    {
        var quotient = x.Value / y.Value;
        return new(quotient, (x.Slope - quotient * y.Slope) / y.Value);
    }

    public static Dual<T> Abs(Dual<T> x) => T.IsNegative(x.Value) ? -x : x;

    public static Dual<T> Sqrt(Dual<T> x)
    {
        var root = T.Sqrt(x.Value);
        return new(root, x.Slope / (root + root));
    }

    public static Dual<T> Exp(Dual<T> x)
    {
        var value = T.Exp(x.Value);
        return new(value, value * x.Slope);
    }

    public static Dual<T> Log(Dual<T> x) => new(T.Log(x.Value), x.Slope / x.Value);

    public static Dual<T> Tanh(Dual<T> x)
    {
        var value = T.Tanh(x.Value);
        return new(value, (T.One - value * value) * x.Slope);
    }

    // A branch asks for the number, not for its derivative.
    public static bool operator ==(Dual<T> x, Dual<T> y) => x.Value == y.Value;

    public static bool operator !=(Dual<T> x, Dual<T> y) => x.Value != y.Value;

    public static bool operator <(Dual<T> x, Dual<T> y) => x.Value < y.Value;

    public static bool operator <=(Dual<T> x, Dual<T> y) => x.Value <= y.Value;

    public static bool operator >(Dual<T> x, Dual<T> y) => x.Value > y.Value;

    public static bool operator >=(Dual<T> x, Dual<T> y) => x.Value >= y.Value;

    public bool Equals(Dual<T> other) => Value.Equals(other.Value);

    public override bool Equals(object? obj) => obj is Dual<T> other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}, slope {Slope}");
}
