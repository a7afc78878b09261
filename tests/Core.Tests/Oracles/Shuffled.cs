using Compare.Reference.Numerics;

namespace Compare.Tests.Oracles;

/// <summary>
/// A number of a narrow format whose sums are taken in random order: a program in that format, with another order at each evaluation.
/// </summary>
/// <param name="value">The number.</param>
internal readonly struct Shuffled(float value) : IReal<Shuffled>, IErrorBounded<Shuffled>
{
    /// <summary>Decides the orders.</summary>
    public static Random Order { get; set; } = new(1);

    /// <summary>Rounds a float to the format; not at all for float itself.</summary>
    public static Func<float, float> Rounding { get; set; } = x => x;

    /// <summary>Whether products are added up in float, and the sum is rounded.</summary>
    public static bool SumsInFloat { get; set; }

    private readonly float _value = Rounding(value);

    public static Shuffled Zero => default;

    public static Shuffled One => new(1);

    public static Shuffled FromDouble(double value) => new((float)value);

    public static double ToDouble(Shuffled value) => value._value;

    public static Shuffled operator -(Shuffled x) => new(-x._value);

    public static Shuffled operator +(Shuffled x, Shuffled y) => new(x._value + y._value);

    public static Shuffled operator -(Shuffled x, Shuffled y) => new(x._value - y._value);

    public static Shuffled operator *(Shuffled x, Shuffled y) => new(x._value * y._value);

    public static Shuffled operator /(Shuffled x, Shuffled y) => new(x._value / y._value);

    public static Shuffled Abs(Shuffled x) => new(MathF.Abs(x._value));

    public static Shuffled Sqrt(Shuffled x) => new(MathF.Sqrt(x._value));

    public static Shuffled Exp(Shuffled x) => new(MathF.Exp(x._value));

    public static Shuffled Log(Shuffled x) => new(MathF.Log(x._value));

    public static Shuffled Tanh(Shuffled x) => new(MathF.Tanh(x._value));

    public static bool operator ==(Shuffled x, Shuffled y) => x._value == y._value;

    public static bool operator !=(Shuffled x, Shuffled y) => x._value != y._value;

    public static bool operator <(Shuffled x, Shuffled y) => x._value < y._value;

    public static bool operator <=(Shuffled x, Shuffled y) => x._value <= y._value;

    public static bool operator >(Shuffled x, Shuffled y) => x._value > y._value;

    public static bool operator >=(Shuffled x, Shuffled y) => x._value >= y._value;

    public Shuffled InnerProduct(ReadOnlySpan<Shuffled> x, ReadOnlySpan<Shuffled> y, Shuffled start)
    {
        float Rounded(float x) => SumsInFloat ? x : Rounding(x);
        var terms = new float[x.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = Rounded(x[i]._value * y[i]._value);
        Order.Shuffle(terms);
        var sum = start._value;
        foreach (var term in terms)
            sum = Rounded(sum + term);
        return new Shuffled(sum);
    }

    public void Multiply(Matrix<Shuffled> a, Matrix<Shuffled> b, Matrix<Shuffled> c, bool accumulate, int threads)
    {
        for (var i = 0; i < c.Rows; i++)
        for (var j = 0; j < c.Columns; j++)
            c[i, j] = InnerProduct(a.Row(i), b.Row(j), accumulate ? c[i, j] : Zero);
    }

    public Shuffled Step(Shuffled atZero) =>
        _value > 0 ? One
        : _value < 0 ? Zero
        : atZero;

    public bool Equals(Shuffled other) => _value.Equals(other._value);

    public override bool Equals(object? obj) => obj is Shuffled other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    public override string ToString() => $"{_value}";
}
