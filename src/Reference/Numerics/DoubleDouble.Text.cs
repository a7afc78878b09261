using System.Globalization;
using System.Numerics;

namespace Compare.Reference.Numerics;

public readonly partial struct DoubleDouble
{
    /// <summary>106 bits are 31.9 decimal digits.</summary>
    private const int SignificantDigits = 32;

    private const int LowBitExponent = -1074;

    /// <summary>The number rounded correctly to 32 significant decimal digits, as in <c>-1.25E-3</c>.</summary>
    /// <returns>The invariant text, without trailing zeros and without an exponent of 0; NaN and Infinity as double has them.</returns>
    public override string ToString()
    {
        if (Hi == 0 || !double.IsFinite(Hi))
            return Hi.ToString("R", CultureInfo.InvariantCulture);

        // |x| = units 2^-1074, exactly.
        var units = BigInteger.Abs(Units(Hi) + Units(Lo));
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(Hi)));
        var digits = Significand(units, exponent);
        // Log10 may round across a power of ten, and so may the last digit.
        if (digits.Length != SignificantDigits)
        {
            exponent += digits.Length - SignificantDigits;
            digits = Significand(units, exponent);
        }
        var fraction = digits[1..].TrimEnd('0');
        var sign = double.IsNegative(Hi) ? "-" : "";
        var point = fraction.Length > 0 ? "." : "";
        var power = exponent != 0 ? string.Create(CultureInfo.InvariantCulture, $"E{exponent}") : "";
        return $"{sign}{digits[0]}{point}{fraction}{power}";
    }

    /// <summary>A finite double as a multiple of the smallest subnormal.</summary>
    private static BigInteger Units(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var biased = (int)(bits >> 52) & 0x7FF;
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        var magnitude = biased == 0 ? fraction : (BigInteger)(fraction | 0x10_0000_0000_0000) << (biased - 1);
        return bits < 0 ? -magnitude : magnitude;
    }

    /// <summary>units 2^-1074 / 10^(exponent - 31), rounded to an integer, ties away from zero.</summary>
    private static string Significand(BigInteger units, int exponent)
    {
        var shift = exponent - (SignificantDigits - 1);
        var numerator = shift < 0 ? units * BigInteger.Pow(10, -shift) : units;
        var denominator = BigInteger.One << -LowBitExponent;
        if (shift > 0)
            denominator *= BigInteger.Pow(10, shift);
        return ((2 * numerator + denominator) / (2 * denominator)).ToString(CultureInfo.InvariantCulture);
    }
}
