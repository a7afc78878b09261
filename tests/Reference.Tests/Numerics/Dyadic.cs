using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Tests.Numerics;

/// <summary>n 2^e with integers n and e: the exact value of any finite binary number, with exact + - *.</summary>
public readonly record struct Dyadic(BigInteger N, int E)
{
    public static Dyadic Of(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        var biased = (int)(bits >> 52);
        var fraction = bits & ((1L << 52) - 1);
        var n = biased == 0 ? fraction : fraction | (1L << 52);
        return new(x < 0 ? -n : n, Math.Max(biased, 1) - 1075);
    }

    public static Dyadic Of(DoubleDouble x) => Of(x.Hi) + Of(x.Lo);

    public static Dyadic operator +(Dyadic x, Dyadic y)
    {
        var e = Math.Min(x.E, y.E);
        return new((x.N << (x.E - e)) + (y.N << (y.E - e)), e);
    }

    public static Dyadic operator -(Dyadic x) => new(-x.N, x.E);

    public static Dyadic operator -(Dyadic x, Dyadic y) => x + -y;

    public static Dyadic operator *(Dyadic x, Dyadic y) => new(x.N * y.N, x.E + y.E);

    public int Sign => N.Sign;

    /// <summary>Floor of log2 |x|.</summary>
    public int Exponent => (int)BigInteger.Abs(N).GetBitLength() - 1 + E;

    /// <summary>The integer part of 2^bits x, rounded towards zero.</summary>
    public BigInteger FixedPoint(int bits) =>
        E + bits >= 0 ? N << (E + bits) : N.Sign * (BigInteger.Abs(N) >> -(E + bits));

    /// <summary>|x / y| to 60 bits; 0 for 0 / 0.</summary>
    public static double Ratio(Dyadic x, Dyadic y)
    {
        if (x.N.IsZero)
            return 0;
        var shift = (int)(y.N.GetBitLength() - x.N.GetBitLength()) + 64;
        var numerator = BigInteger.Abs(x.N);
        numerator = shift >= 0 ? numerator << shift : numerator >> -shift;
        var quotient = (double)(numerator / BigInteger.Abs(y.N));
        return Math.ScaleB(quotient, x.E - y.E - shift);
    }
}
