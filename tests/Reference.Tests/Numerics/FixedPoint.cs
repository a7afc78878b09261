using System.Numerics;

namespace Compare.Reference.Tests.Numerics;

/// <summary>
/// exp, log and tanh of an exact argument in integer arithmetic, to at least 200 significant bits: shares neither code, nor
/// constants, nor the method for the logarithm and the hyperbolic tangent with the type under test.
/// </summary>
public static class FixedPoint
{
    private const int GuardedBits = 300;

    public static Dyadic Exp(Dyadic x)
    {
        var bits = GuardedBits + Math.Max(0, x.Exponent);
        var ln2 = Ln2(bits);
        var argument = x.FixedPoint(bits);
        var k = (int)BigInteger.Divide(argument, ln2);
        return new(Exp(argument - k * ln2, bits), k - bits);
    }

    public static Dyadic ExpM1(Dyadic x)
    {
        // Near zero the leading bits cancel: as many more are needed.
        var bits = GuardedBits + Math.Max(0, -x.Exponent);
        if (x.Exponent >= 0)
            return Exp(x) - new Dyadic(1, 0);
        return new Dyadic(Exp(x.FixedPoint(bits), bits), -bits) - new Dyadic(1, 0);
    }

    /// <summary>By the series of 2 artanh((m - 1) / (m + 1)), x = 2^k m.</summary>
    public static Dyadic Log(Dyadic x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x.Sign);
        var k = x.Exponent;
        var m = new Dyadic(x.N, x.E - k);
        // 1.4 is near enough to the root of 2.
        if (m.FixedPoint(20) > (BigInteger)(1.4 * (1 << 20)))
        {
            k++;
            m = new Dyadic(m.N, m.E - 1);
        }
        var one = new Dyadic(1, 0);
        var bits = GuardedBits + Math.Max(0, m == one ? 0 : -(m - one).Exponent);
        var z = ((m - one).FixedPoint(bits) << bits) / (m + one).FixedPoint(bits);
        return new(2 * Artanh(z, bits) + k * Ln2(bits), -bits);
    }

    /// <summary>sinh x / cosh x = (E - 1) / (E + 1), E = e^2x.</summary>
    public static Dyadic Tanh(Dyadic x)
    {
        var twice = new Dyadic(x.N, x.E + 1);
        var numerator = ExpM1(twice);
        var denominator = numerator + new Dyadic(2, 0);
        var bits = GuardedBits + Math.Max(0, denominator.Exponent - numerator.Exponent);
        var quotient = (numerator.N << bits) / denominator.N;
        return new(quotient, numerator.E - denominator.E - bits);
    }

    /// <summary>e^r for |r| at most 1: Taylor at r / 2^16, squared 16 times.</summary>
    private static BigInteger Exp(BigInteger r, int bits)
    {
        const int Squarings = 16;
        const int Extra = 40;
        bits += Extra;
        var q = r << (Extra - Squarings);
        var sum = BigInteger.Zero;
        var term = BigInteger.One << bits;
        for (var n = 1; !term.IsZero; n++)
        {
            sum += term;
            term = term * q / n;
            term = term.Sign * (BigInteger.Abs(term) >> bits);
        }
        for (var i = 0; i < Squarings; i++)
            sum = sum * sum >> bits;
        return sum >> Extra;
    }

    private static BigInteger Ln2(int bits)
    {
        const int Extra = 40;
        return 2 * Artanh((BigInteger.One << (bits + Extra)) / 3, bits + Extra) >> Extra;
    }

    private static BigInteger Artanh(BigInteger z, int bits)
    {
        var square = z * z >> bits;
        var sum = BigInteger.Zero;
        for (var (power, n) = (z, 1); !power.IsZero; n += 2)
        {
            sum += power / n;
            power = power.Sign * (BigInteger.Abs(power) * square >> bits);
        }
        return sum;
    }
}
