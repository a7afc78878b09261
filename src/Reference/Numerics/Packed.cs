using System.Numerics;

namespace Compare.Reference.Numerics;

/// <summary>
/// As many numbers as a vector register holds, as one number type, so that a formula written once over the number type also runs on
/// registers. Every lane holds the bits that the same operation gives in T alone.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Lanes">The numbers.</param>
/// <remarks>
/// Only exp and tanh of float are this type's own, see <see cref="PackedExponential"/>. Comparisons have more than one answer, so they throw
/// <see cref="NotSupportedException"/>; formulas that branch ask <see cref="Sign"/>.
/// </remarks>
internal readonly record struct Packed<T>(Vector<T> Lanes) : IReal<Packed<T>>
    where T : unmanaged, INumber<T>
{
    /// <summary>Numbers in a register.</summary>
    public static int Count => Vector<T>.Count;

    public static Packed<T> Zero => new(Vector<T>.Zero);

    public static Packed<T> One => new(Vector<T>.One);

    public static Packed<T> FromDouble(double value) => new(new Vector<T>(T.CreateChecked(value)));

    public static double ToDouble(Packed<T> value) => throw ManyAnswers();

    public static Packed<T> operator -(Packed<T> x) => new(-x.Lanes);

    public static Packed<T> operator +(Packed<T> x, Packed<T> y) => new(x.Lanes + y.Lanes);

    public static Packed<T> operator -(Packed<T> x, Packed<T> y) => new(x.Lanes - y.Lanes);

    public static Packed<T> operator *(Packed<T> x, Packed<T> y) => new(x.Lanes * y.Lanes);

    public static Packed<T> operator /(Packed<T> x, Packed<T> y) => new(x.Lanes / y.Lanes);

    public static Packed<T> Abs(Packed<T> x) => new(Vector.Abs(x.Lanes));

    public static Packed<T> Sqrt(Packed<T> x) => new(Vector.SquareRoot(x.Lanes));

    public static Packed<T> Max(Packed<T> x, Packed<T> y) => new(Vector.Max(x.Lanes, y.Lanes));

    public static Packed<T> Min(Packed<T> x, Packed<T> y) => new(Vector.Min(x.Lanes, y.Lanes));

    public static Packed<T> Exp(Packed<T> x) =>
        typeof(T) == typeof(float)
            ? new(PackedExponential.Exp(x.Lanes.As<T, float>()).As<float, T>())
            : LaneByLane(x, Math.Exp);

    public static Packed<T> Tanh(Packed<T> x) =>
        typeof(T) == typeof(float)
            ? new(PackedExponential.Tanh(x.Lanes.As<T, float>()).As<float, T>())
            : LaneByLane(x, Math.Tanh);

    public static Packed<T> Log(Packed<T> x)
    {
        if (typeof(T) != typeof(float))
            return LaneByLane(x, Math.Log);
        var lanes = x.Lanes.As<T, float>();
        for (var i = 0; i < Count; i++)
            lanes = lanes.WithElement(i, MathF.Log(lanes[i]));
        return new(lanes.As<float, T>());
    }

    public static bool operator <(Packed<T> x, Packed<T> y) => throw ManyAnswers();

    public static bool operator >(Packed<T> x, Packed<T> y) => throw ManyAnswers();

    public static bool operator <=(Packed<T> x, Packed<T> y) => throw ManyAnswers();

    public static bool operator >=(Packed<T> x, Packed<T> y) => throw ManyAnswers();

    /// <summary>See <see cref="Sign.Step"/>.</summary>
    public Packed<T> Step(Packed<T> atZero)
    {
        var step = Vector.ConditionalSelect(Vector.LessThan(Lanes, Zero.Lanes), Zero.Lanes, atZero.Lanes);
        step = Vector.ConditionalSelect(Vector.GreaterThan(Lanes, Zero.Lanes), One.Lanes, step);
        return new(Vector.ConditionalSelect(Vector.Equals(Lanes, Lanes), step, Lanes));
    }

    /// <summary>See <see cref="Sign.Choose"/>.</summary>
    public Packed<T> Choose(Packed<T> ifNegative, Packed<T> otherwise) =>
        new(Vector.ConditionalSelect(Vector.LessThan(Lanes, Zero.Lanes), ifNegative.Lanes, otherwise.Lanes));

    public override string ToString() => Lanes.ToString();

    private static Packed<T> LaneByLane(Packed<T> x, Func<double, double> function)
    {
        var lanes = x.Lanes.As<T, double>();
        for (var i = 0; i < Count; i++)
            lanes = lanes.WithElement(i, function(lanes[i]));
        return new(lanes.As<double, T>());
    }

    private static NotSupportedException ManyAnswers() => new("A register has as many answers as lanes.");
}
