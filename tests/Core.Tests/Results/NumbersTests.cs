using Compare.Results;

namespace Compare.Tests.Results;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.0123456, "0.0123")]
    [InlineData(0.001, "0.00100")]
    [InlineData(0.0009996, "0.00100")]
    [InlineData(0.0009994, "9.99e-4")]
    [InlineData(9.996, "10.0")]
    [InlineData(-1.25e-300, "-1.25e-300")]
    [InlineData(1234.5678, "1235")]
    [InlineData(9994.6, "9995")]
    [InlineData(9995.5, "1.00e4")]
    [InlineData(12345.5, "1.23e4")]
    [InlineData(784.0, "784")]
    [InlineData(60000.0, "60000")]
    [InlineData(1000000.0, "1000000")]
    [InlineData(1000001.0, "1.00e6")]
    [InlineData(0.0, "0")]
    [InlineData(5e-324, "4.94e-324")]
    [InlineData(double.MaxValue, "1.80e308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "infinity")]
    [InlineData(double.NegativeInfinity, "-infinity")]
    [InlineData(null, "")]
    public void Text_Number_ThreeSignificantDigits(double? value, string expected) =>
        Assert.Equal(expected, Numbers.Text(value));
}
