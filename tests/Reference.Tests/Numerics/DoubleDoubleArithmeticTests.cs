using Compare.Reference.Numerics;
using CsCheck;

namespace Compare.Reference.Tests.Numerics;

/// <summary>The proven error bounds of + - * / and the square root, against exact rational arithmetic.</summary>
public class DoubleDoubleArithmeticTests
{
    private const double U = 1.1102230246251565e-16;
    private const int Samples = 20_000;

    [Fact]
    public void UnitRoundoff_IsHalfAnUlpOfOne() =>
        Assert.Equal(Math.BitIncrement(1.0) - 1, 2 * DoubleDouble.UnitRoundoff);

    [Fact]
    public void Sum_OfDoubles_IsExact() =>
        DoubleDoubleGen
            .Pair(-300, 300)
            .Sample(
                (x, y) => Dyadic.Of(DoubleDouble.Sum(x.Hi, y.Hi)) - (Dyadic.Of(x.Hi) + Dyadic.Of(y.Hi)) is { Sign: 0 },
                iter: Samples
            );

    [Fact]
    public void Add_AnyPair_StaysWithinThreeUSquared() =>
        DoubleDoubleGen
            .Pair(-300, 300)
            .Sample((x, y) => Verify(x + y, Dyadic.Of(x) + Dyadic.Of(y), 3 / (1 - 4 * U)), iter: Samples);

    [Fact]
    public void Subtract_AnyPair_StaysWithinThreeUSquared() =>
        DoubleDoubleGen
            .Pair(-300, 300)
            .Sample((x, y) => Verify(x - y, Dyadic.Of(x) - Dyadic.Of(y), 3 / (1 - 4 * U)), iter: Samples);

    [Fact]
    public void Multiply_AnyPair_StaysWithinFourUSquared() =>
        DoubleDoubleGen.Pair(-300, 300).Sample((x, y) => Verify(x * y, Dyadic.Of(x) * Dyadic.Of(y), 4), iter: Samples);

    [Fact]
    public void Multiply_LargeLowParts_CountsTheirProduct()
    {
        // Found by a search for the worst case of the cheaper algorithm 11, which leaves out the product: 4.995 u^2.
        var x = DoubleDouble.Sum(1.0002812146049078, 1.107442536086001E-16);
        var y = DoubleDouble.Sum(1.0000000807542229, 1.10997037891084E-16);
        Verify(x * y, Dyadic.Of(x) * Dyadic.Of(y), 4);
    }

    [Fact]
    public void Divide_AnyPair_StaysWithinFifteenUSquared() =>
        DoubleDoubleGen
            .Pair(-300, 300)
            .Sample(
                (x, y) =>
                {
                    if (y == DoubleDouble.Zero)
                        return;
                    // |q - x/y| / |x/y| = |q y - x| / |x|.
                    var q = x / y;
                    VerifyNormalised(q);
                    VerifyError(Dyadic.Ratio(Dyadic.Of(q) * Dyadic.Of(y) - Dyadic.Of(x), Dyadic.Of(x)), 15 + 56 * U);
                },
                iter: Samples
            );

    [Fact]
    public void Sqrt_OfPositive_StaysWithinBound() =>
        DoubleDoubleGen
            .Number(-1020, 1020)
            .Sample(
                x =>
                {
                    var s = DoubleDouble.Sqrt(DoubleDouble.Abs(x));
                    VerifyNormalised(s);
                    // s = sqrt(x)(1 + e): s^2 / x - 1 = 2 e + e^2.
                    var square = Dyadic.Of(s) * Dyadic.Of(s);
                    var exact = Dyadic.Of(DoubleDouble.Abs(x));
                    VerifyError(Dyadic.Ratio(square - exact, exact) / 2, 25.0 / 8);
                },
                iter: Samples
            );

    [Fact]
    public void Comparison_AnyPair_IsThatOfTheExactValues() =>
        DoubleDoubleGen
            .Pair(-300, 300)
            .Sample(
                (x, y) =>
                {
                    var sign = (Dyadic.Of(x) - Dyadic.Of(y)).Sign;
                    Assert.Equal(sign < 0, x < y);
                    Assert.Equal(sign <= 0, x <= y);
                    Assert.Equal(sign > 0, x > y);
                    Assert.Equal(sign >= 0, x >= y);
                    Assert.Equal(sign == 0, x == y);
                    Assert.Equal(sign != 0, x != y);
                    Assert.Equal(sign == 0, x.Equals(y));
                },
                iter: Samples
            );

    private static void Verify(DoubleDouble computed, Dyadic exact, double bound)
    {
        VerifyNormalised(computed);
        if (exact.Sign == 0)
            Assert.Equal(DoubleDouble.Zero, computed);
        else
            VerifyError(Dyadic.Ratio(Dyadic.Of(computed) - exact, exact), bound);
    }

    private static void VerifyError(double relative, double bound) =>
        Assert.True(relative <= bound * U * U, $"relative error {relative / (U * U)} u^2, bound {bound} u^2");

    private static void VerifyNormalised(DoubleDouble x) => Assert.Equal(x.Hi, x.Hi + x.Lo);
}
