using System.Globalization;
using System.Numerics;
using Compare.Reference.Numerics;
using CsCheck;

namespace Compare.Reference.Tests.Numerics;

public class DoubleDoubleTextTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1.0, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.5, "5E-1")]
    [InlineData(1e22, "1E22")]
    [InlineData(123456789, "1.23456789E8")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void ToString_ShortNumber_HasNoMoreThanItsDigits(double x, string expected) =>
        Assert.Equal(expected, DoubleDouble.FromDouble(x).ToString());

    [Theory]
    [InlineData(1, -1e-40, "1")]
    [InlineData(1e16, -0.5, "9.9999999999999995E15")]
    [InlineData(1, 1e-31, "1.0000000000000000000000000000001")]
    public void ToString_AcrossAPowerOfTen_HasTheRightExponent(double hi, double lo, string expected) =>
        Assert.Equal(expected, DoubleDouble.Sum(hi, lo).ToString());

    [Fact]
    public void ToString_AnyNumber_IsWithinHalfAUnitOfThe32ndDigit() =>
        DoubleDoubleGen
            .Number(-1000, 1020)
            .Sample(
                x =>
                {
                    var parts = x.ToString().Split('E');
                    var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
                    var fractionDigits = digits.TrimStart('-').Length - 1;
                    Assert.InRange(fractionDigits, 0, 31);
                    var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;

                    // 2 |text - x| <= 10^(exponent - 31), multiplied by a power of ten that clears the fractions.
                    var clear = BigInteger.Pow(10, 400);
                    var text = new Dyadic(
                        BigInteger.Parse(digits, CultureInfo.InvariantCulture)
                            * BigInteger.Pow(10, 400 + exponent - fractionDigits),
                        0
                    );
                    var error = text - Dyadic.Of(x) * new Dyadic(clear, 0);
                    var unit = new Dyadic(BigInteger.Pow(10, 400 + exponent - 31), 0);
                    Assert.InRange(Dyadic.Ratio(error, unit), 0, 0.5);
                },
                iter: 2_000
            );

    [Fact]
    public void ToString_GermanCulture_IsInvariant()
    {
        var german = CultureInfo.GetCultureInfo("de-DE");
        Assert.Equal("1.5", string.Create(german, $"{DoubleDouble.FromDouble(1.5):N3}"));
    }
}
