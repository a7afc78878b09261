using Compare.Reference.Numerics;

namespace Compare.Tests.Oracles;

/// <summary>A float whose sums are taken in random order: a program in single precision, with another order at each evaluation.</summary>
/// <param name="value">The number.</param>
internal readonly struct Shuffled(float value) : IReal<Shuffled>, IErrorBounded<Shuffled>
{
    /// <summary>Decides the orders.</summary>
    public static Random Order { get; set; } = new(1);

    private readonly float _value = value;

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
        var terms = new float[x.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = x[i]._value * y[i]._value;
        Order.Shuffle(terms);
        var sum = start._value;
        foreach (var term in terms)
            sum += term;
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
