using System.Globalization;
using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Tests.Numerics;

/// <summary>A structure with nothing but the required members reaches the defaults of <see cref="IReal{TSelf}"/>.</summary>
public class IRealTests
{
    /// <summary>A double in a box: so the expected value of every default is double's own.</summary>
    private readonly record struct Toy(double Value) : IReal<Toy>
    {
        public static Toy Zero => default;

        public static Toy One => new(1);

        public static Toy FromDouble(double value) => new(value);

        public static double ToDouble(Toy value) => value.Value;

        public static Toy operator -(Toy x) => new(-x.Value);

        public static Toy operator +(Toy x, Toy y) => new(x.Value + y.Value);

        public static Toy operator -(Toy x, Toy y) => new(x.Value - y.Value);

        public static Toy operator *(Toy x, Toy y) => new(x.Value * y.Value);

        public static Toy operator /(Toy x, Toy y) => new(x.Value / y.Value);

        static bool IEqualityOperators<Toy, Toy, bool>.operator ==(Toy x, Toy y) => x.Value == y.Value;

        static bool IEqualityOperators<Toy, Toy, bool>.operator !=(Toy x, Toy y) => x.Value != y.Value;

        public static bool operator <(Toy x, Toy y) => x.Value < y.Value;

        public static bool operator >(Toy x, Toy y) => x.Value > y.Value;

        public static bool operator <=(Toy x, Toy y) => x.Value <= y.Value;

        public static bool operator >=(Toy x, Toy y) => x.Value >= y.Value;

        public static Toy Abs(Toy x) => new(Math.Abs(x.Value));

        public static Toy Sqrt(Toy x) => new(Math.Sqrt(x.Value));

        public static Toy Exp(Toy x) => new(Math.Exp(x.Value));

        public static Toy Log(Toy x) => new(Math.Log(x.Value));

        public static Toy Tanh(Toy x) => new(Math.Tanh(x.Value));

        public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
    }

    public static TheoryData<double> SpecialValues =>
        [
            0.0,
            -0.0,
            1,
            -1,
            2.5,
            double.Epsilon,
            double.MaxValue,
            double.PositiveInfinity,
            double.NegativeInfinity,
            double.NaN,
        ];

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Classification_Default_IsThatOfDouble(double x) => Assert.Equal(Classify(x), Classify(new Toy(x)));

    private static bool[] Classify<T>(T x)
        where T : unmanaged, INumber<T> =>
        [
            T.IsNaN(x),
            T.IsFinite(x),
            T.IsInfinity(x),
            T.IsPositiveInfinity(x),
            T.IsNegativeInfinity(x),
            T.IsNegative(x),
            T.IsPositive(x),
            T.IsZero(x),
            T.IsNormal(x),
            T.IsSubnormal(x),
            T.IsRealNumber(x),
            T.IsComplexNumber(x),
        ];

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Selection_Default_IsThatOfDouble(double x)
    {
        foreach (double y in SpecialValues)
            Assert.Equal(Select(x, y).Select(Bits), Select(new Toy(x), new Toy(y)).Select(z => Bits(z.Value)));
    }

    /// <summary>Tells signed zeros apart.</summary>
    private static long Bits(double x) => BitConverter.DoubleToInt64Bits(x);

    private static T[] Select<T>(T x, T y)
        where T : unmanaged, INumber<T> =>
        [
            T.Max(x, y),
            T.Min(x, y),
            T.MaxMagnitude(x, y),
            T.MinMagnitude(x, y),
            T.MaxMagnitudeNumber(x, y),
            T.MinMagnitudeNumber(x, y),
            T.CreateChecked(x.CompareTo(y)),
            T.CreateChecked(((IComparable)x).CompareTo(y)),
        ];

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Conversion_Double_IsExactBothWays(double x)
    {
        Assert.Equal(Bits(x), Bits(double.CreateChecked(Create<Toy, double>(x))));
        Assert.Equal(Bits(x), Bits(double.CreateChecked(Create<DoubleDouble, double>(x))));
        Assert.Equal((float)x, float.CreateTruncating(Create<Toy, double>(x)));
    }

    [Fact]
    public void Conversion_EveryPrimitive_IsExact()
    {
        Assert.Equal(0.1f, Create<Toy, float>(0.1f).Value);
        Assert.Equal(int.MinValue, Create<Toy, int>(int.MinValue).Value);
        Assert.Equal(uint.MaxValue, Create<Toy, uint>(uint.MaxValue).Value);
        Assert.Equal(255, Create<Toy, byte>(255).Value);
        Assert.Equal(-128, Create<Toy, sbyte>(-128).Value);
        Assert.Equal(-32768, Create<Toy, short>(-32768).Value);
        Assert.Equal(65535, Create<Toy, ushort>(65535).Value);
        Assert.Equal(0.5, Create<Toy, Half>((Half)0.5).Value);
        Assert.Equal(DoubleDouble.Sum(9007199254740992, 1), Create<DoubleDouble, long>(9007199254740993));
        Assert.Equal(DoubleDouble.Sum(18446744073709551616.0, -1), Create<DoubleDouble, ulong>(ulong.MaxValue));
        Assert.Equal(DoubleDouble.Sum(-9007199254740992, -1), Create<DoubleDouble, long>(-9007199254740993));
    }

    private static T Create<T, TOther>(TOther value)
        where T : unmanaged, INumber<T>
        where TOther : INumberBase<TOther> => T.CreateChecked(value);

    [Fact]
    public void Conversion_Decimal_IsNotSupported() =>
        Assert.Throws<NotSupportedException>(() => Create<Toy, decimal>(1m));

    [Fact]
    public void Unneeded_Member_NamesItself()
    {
        Assert.Contains(
            "Cbrt",
            Assert.Throws<NotSupportedException>(() => Cbrt(Toy.One)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Toy",
            Assert.Throws<NotSupportedException>(() => Cbrt(Toy.One)).Message,
            StringComparison.Ordinal
        );
    }

    private static T Cbrt<T>(T x)
        where T : unmanaged, IRootFunctions<T> => T.Cbrt(x);

    [Fact]
    public void Formatting_AnyFormatAndCulture_IsInvariant()
    {
        var german = CultureInfo.GetCultureInfo("de-DE");
        Assert.Equal("1.5", string.Create(german, $"{new Toy(1.5):F7}"));
        Assert.Equal("1.5", ((IFormattable)new Toy(1.5)).ToString("F7", german));
    }

    [Fact]
    public void GenericFormula_Toy_EqualsDouble() => Assert.Equal(Formula(0.75), Formula(new Toy(0.75)).Value);

    private static T Formula<T>(T x)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, IHyperbolicFunctions<T>, IRootFunctions<T>
    {
        x++;
        x += T.AdditiveIdentity * T.CreateChecked(3);
        return -x + T.Sqrt(T.Clamp(x, T.Zero, T.One)) * T.Exp(x) / T.Tanh(T.CopySign(x, -x)) + T.Pi - T.Tau;
    }
}
