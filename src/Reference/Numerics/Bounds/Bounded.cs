using System.Globalization;

namespace Compare.Reference.Numerics.Bounds;

/// <summary>
/// A number together with a bound on what rounding can have done to it: the arithmetic in which a formula yields its own tolerance.
/// </summary>
/// <typeparam name="TFormat">The format whose rounding is bounded; the arithmetic itself runs in double.</typeparam>
/// <remarks>
/// If a formula is evaluated in this type, then every evaluation of the same formula in <typeparamref name="TFormat"/>,
/// whatever its order of summation, with or without fused multiply-add, dividing or multiplying by a reciprocal, lies within
/// <see cref="Error"/> of the exact result; and so does <see cref="Value"/>. The rules are (N.1) to (N.12) of derivation.md
/// (running error analysis: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, chapter 3). Where nothing can
/// be said the error is infinite. Every rule enlarges the error by <see cref="Slack"/> for its own rounding.
/// </remarks>
public readonly partial struct Bounded<TFormat> : IReal<Bounded<TFormat>>, IErrorBounded<Bounded<TFormat>>
    where TFormat : IFloatFormat
{
    /// <summary>
    /// Units of u by which an elementary function (exp, log, tanh) may miss: two units in the last place, the most that the
    /// libraries involved document (glibc manual, "Known maximum errors", 2; SLEEF u10, 1; CUDA programming guide, 2).
    /// </summary>
    private const double ElementaryFunctionRoundings = 4;

    /// <summary>Units of u by which a square root may miss: one unit in the last place.</summary>
    private const double SquareRootRoundings = 2;

    /// <summary>Enlarges a bound by more than the few roundings of one rule.</summary>
    private const double Slack = 1 + 16 * 1.1102230246251565e-16;

    private Bounded(double value, double error)
    {
        Value = value;
        Error = error * Slack;
        // In double what leaves the range is infinite by itself. Not <= rather than >, so that NaN goes the same way.
        if (TFormat.Largest < double.MaxValue && !(Math.Abs(value) + error <= TFormat.Largest))
            Error = double.PositiveInfinity;
    }

    /// <summary>The result of the formula in double arithmetic.</summary>
    public double Value { get; }

    /// <summary>Bound on the distance of any evaluation from the exact result; zero or positive, possibly infinite.</summary>
    public double Error { get; }

    /// <summary>A bound on the magnitude of the exact result.</summary>
    private double Magnitude => Math.Abs(Value) + Error;

    /// <summary>A bound on the magnitude of any computed result.</summary>
    private double ComputedMagnitude => Math.Abs(Value) + 2 * Error;

    /// <inheritdoc/>
    public static Bounded<TFormat> Zero => default;

    /// <inheritdoc/>
    public static Bounded<TFormat> One => new(1, 0);

    /// <summary>Takes a double as exact.</summary>
    /// <param name="value">Any double; it must be representable in the format for the bounds to hold.</param>
    /// <returns>The value with error 0.</returns>
    public static Bounded<TFormat> FromDouble(double value) => new(value, 0);

    /// <summary>The value, without its bound.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see cref="Value"/>.</returns>
    public static double ToDouble(Bounded<TFormat> value) => value.Value;

    /// <inheritdoc/>
    public static Bounded<TFormat> operator -(Bounded<TFormat> x) => new(-x.Value, x.Error);

    /// <inheritdoc/>
    public static Bounded<TFormat> operator +(Bounded<TFormat> x, Bounded<TFormat> y) => Sum(x, y, x.Value + y.Value);

    /// <inheritdoc/>
    public static Bounded<TFormat> operator -(Bounded<TFormat> x, Bounded<TFormat> y) => Sum(x, y, x.Value - y.Value);

    private static Bounded<TFormat> Sum(Bounded<TFormat> x, Bounded<TFormat> y, double value)
    {
        var inherited = x.Error + y.Error;
        return new(value, inherited + TFormat.UnitRoundoff * (Math.Abs(value) + 2 * inherited)); // (N.3)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> operator *(Bounded<TFormat> x, Bounded<TFormat> y)
    {
        var inherited = x.Magnitude * y.Error + y.Magnitude * x.Error + x.Error * y.Error;
        var rounding = TFormat.UnitRoundoff * x.ComputedMagnitude * y.ComputedMagnitude + TFormat.Underflow;
        return new(x.Value * y.Value, inherited + rounding); // (N.4)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> operator /(Bounded<TFormat> x, Bounded<TFormat> y)
    {
        var computed = Math.Abs(y.Value) - 2 * y.Error;
        if (!(computed > 0))
            return new(x.Value / y.Value, double.PositiveInfinity);
        var inherited = (x.Error + x.Magnitude * y.Error / (Math.Abs(y.Value) - y.Error)) / computed;
        var rounding = 2 * TFormat.UnitRoundoff * x.ComputedMagnitude / computed + TFormat.Underflow;
        return new(x.Value / y.Value, inherited + rounding); // (N.6)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> Sqrt(Bounded<TFormat> x)
    {
        if (x.Value == 0 && x.Error == 0)
            return x;
        var root = Math.Sqrt(x.Value);
        // |sqrt x^ - sqrt x| <= |x^ - x| / (sqrt x^ + sqrt x), and never more than sqrt |x^ - x|.
        var least = Math.Sqrt(Math.Max(0, x.Value - x.Error));
        var inherited = Math.Min(Math.Sqrt(x.Error), x.Error / least);
        var rounding = SquareRootRoundings * TFormat.UnitRoundoff * Math.Sqrt(x.ComputedMagnitude);
        return new(root, inherited + rounding); // (N.7)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> Exp(Bounded<TFormat> x)
    {
        var value = Math.Exp(x.Value);
        // e^e - 1 is at most e (1 + e) for small e; for large e it may overflow where the product is tiny, so the 1 is left out.
        var inherited =
            x.Error < 0.5 ? Math.Exp(x.Value + x.Error) * x.Error * (1 + x.Error) : Math.Exp(x.Value + 2 * x.Error);
        var rounding = ElementaryFunctionRoundings * TFormat.UnitRoundoff * Math.Exp(x.Value + 2 * x.Error);
        return new(value, inherited + rounding + TFormat.Underflow); // (N.8)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> Log(Bounded<TFormat> x)
    {
        var least = x.Value - 2 * x.Error;
        if (!(least > 0))
            return new(Math.Log(x.Value), double.PositiveInfinity);
        var value = Math.Log(x.Value);
        var inherited = x.Error / least;
        var rounding = ElementaryFunctionRoundings * TFormat.UnitRoundoff * (Math.Abs(value) + 2 * inherited);
        return new(value, inherited + rounding); // (N.10)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> Tanh(Bounded<TFormat> x)
    {
        // The slope is largest where the argument is nearest to zero.
        var nearest = Math.Tanh(Math.Max(0, Math.Abs(x.Value) - 2 * x.Error));
        var value = Math.Tanh(x.Value);
        var inherited = x.Error * Math.Min(1, 1 - nearest * nearest + 4 * Binary64.UnitRoundoff);
        var rounding =
            ElementaryFunctionRoundings * TFormat.UnitRoundoff * Math.Min(1, Math.Abs(value) + 2 * inherited);
        return new(value, inherited + rounding + TFormat.Underflow); // (N.9)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> Abs(Bounded<TFormat> x) => new(Math.Abs(x.Value), x.Error);

    /// <inheritdoc/>
    public static Bounded<TFormat> Max(Bounded<TFormat> x, Bounded<TFormat> y)
    {
        if (x.Value - y.Value > 2 * (x.Error + y.Error))
            return x;
        if (y.Value - x.Value > 2 * (x.Error + y.Error))
            return y;
        return new(Math.Max(x.Value, y.Value), Math.Max(x.Error, y.Error)); // (N.11)
    }

    /// <inheritdoc/>
    public static Bounded<TFormat> Min(Bounded<TFormat> x, Bounded<TFormat> y) => -Max(-x, -y);

    /// <inheritdoc/>
    public Bounded<TFormat> Step(Bounded<TFormat> atZero)
    {
        var value =
            Value > 0 ? 1
            : Value < 0 ? 0
            : atZero.Value;
        return new(value, Math.Abs(Value) <= 2 * Error ? 1 : 0); // (N.12)
    }

    /// <inheritdoc/>
    public Bounded<TFormat> InnerProduct(
        ReadOnlySpan<Bounded<TFormat>> x,
        ReadOnlySpan<Bounded<TFormat>> y,
        Bounded<TFormat> start
    )
    {
        var value = start.Value;
        var inherited = start.Error;
        var magnitude = start.ComputedMagnitude;
        var terms = magnitude == 0 ? x.Length : x.Length + 1;
        for (var i = 0; i < x.Length; i++)
        {
            value += x[i].Value * y[i].Value;
            inherited += x[i].Magnitude * y[i].Error + y[i].Magnitude * x[i].Error + x[i].Error * y[i].Error;
            magnitude += x[i].ComputedMagnitude * y[i].ComputedMagnitude;
        }
        return Sum(value, inherited, magnitude, terms, x.Length);
    }

    /// <summary>A sum of products with its bound, which holds for every order.</summary>
    private static Bounded<TFormat> Sum(double value, double inherited, double magnitude, int terms, int products)
    {
        var error = inherited + Gamma(terms) * magnitude + products * TFormat.Underflow; // (N.5)
        if (TFormat.SumRoundoff < TFormat.UnitRoundoff)
            error += TFormat.UnitRoundoff * (Math.Abs(value) + 2 * error); // (N.16)
        else if (magnitude > TFormat.Largest)
            error = double.PositiveInfinity; // a partial sum may have left the range
        return new(value, error * (1 + (products + 8) * 2 * Binary64.UnitRoundoff));
    }

    private static double Gamma(int n)
    {
        var nu = n * TFormat.SumRoundoff;
        return nu < 1 ? nu / (1 - nu) : double.PositiveInfinity; // (N.2)
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:R} +- {Error:E2}");
}
