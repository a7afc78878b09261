using System.Numerics;
using Compare.Reference.Numerics;
using CsCheck;

namespace Compare.Reference.Tests.Numerics;

/// <summary>exp, e^x - 1, log and tanh against integer arithmetic of at least 200 bits.</summary>
public class DoubleDoubleFunctionTests
{
    /// <summary>2^-100, the documented bound.</summary>
    private static readonly double Bound = Math.ScaleB(1, -100);
    private const int Samples = 2_000;

    [Fact]
    public void Exp_AnyArgument_IsAccurate() =>
        DoubleDoubleGen
            .Number(-120, 9)
            .Where(x => x.Hi is > -640 and < 709)
            .Sample(x => Verify(DoubleDouble.Exp(x), FixedPoint.Exp(Dyadic.Of(x))), iter: Samples);

    [Fact]
    public void ExpM1_AnyArgument_IsAccurate() =>
        DoubleDoubleGen
            .Number(-600, 9)
            .Where(x => x.Hi < 709)
            .Sample(x => Verify(DoubleDouble.ExpM1(x), FixedPoint.ExpM1(Dyadic.Of(x))), iter: Samples);

    [Fact]
    public void ExpM1_OrderOne_IsAccurate() =>
        DoubleDoubleGen
            .Number(-6, 3)
            .Sample(x => Verify(DoubleDouble.ExpM1(x), FixedPoint.ExpM1(Dyadic.Of(x))), iter: Samples);

    [Fact]
    public void Log_AnyArgument_IsAccurate() =>
        DoubleDoubleGen
            .Number(-900, 1020)
            .Select(DoubleDouble.Abs)
            .Where(x => x != DoubleDouble.One)
            .Sample(x => Verify(DoubleDouble.Log(x), FixedPoint.Log(Dyadic.Of(x))), iter: Samples);

    [Fact]
    public void Log_NearOne_IsAccurateRelativeToTheResult() =>
        DoubleDoubleGen
            .Number(-104, -2)
            .Select(x => DoubleDouble.One + x)
            .Where(x => x != DoubleDouble.One)
            .Sample(x => Verify(DoubleDouble.Log(x), FixedPoint.Log(Dyadic.Of(x))), iter: Samples);

    [Fact]
    public void Tanh_AnyArgument_IsAccurate() =>
        DoubleDoubleGen
            .Number(-600, 9)
            .Sample(x => Verify(DoubleDouble.Tanh(x), FixedPoint.Tanh(Dyadic.Of(x))), iter: Samples);

    [Fact]
    public void Tanh_OrderOne_IsAccurate() =>
        DoubleDoubleGen
            .Number(-5, 4)
            .Sample(x => Verify(DoubleDouble.Tanh(x), FixedPoint.Tanh(Dyadic.Of(x))), iter: Samples);

    [Fact]
    public void Tanh_Negated_IsNegatedExactly() =>
        DoubleDoubleGen
            .Number(-60, 9)
            .Sample(x => Assert.Equal(-DoubleDouble.Tanh(x), DoubleDouble.Tanh(-x)), iter: Samples);

    [Fact]
    public void Constants_EPiTau_AreAccurate()
    {
        Verify(Constants<DoubleDouble>().E, FixedPoint.Exp(new Dyadic(1, 0)));
        // Machin (1706): pi = 16 arctan(1/5) - 4 arctan(1/239).
        var pi = new Dyadic(16 * ArcTanOfInverse(5) - 4 * ArcTanOfInverse(239), -Bits);
        Verify(Constants<DoubleDouble>().Pi, pi);
        Verify(Constants<DoubleDouble>().Tau, pi + pi);
    }

    private const int Bits = 240;

    private static BigInteger ArcTanOfInverse(int n)
    {
        var sum = BigInteger.Zero;
        for (var (power, i) = ((BigInteger.One << Bits) / n, 1); !power.IsZero; i += 2)
        {
            sum += (i % 4 == 1 ? 1 : -1) * power / i;
            power /= n * n;
        }
        return sum;
    }

    private static (T E, T Pi, T Tau) Constants<T>()
        where T : IFloatingPointConstants<T> => (T.E, T.Pi, T.Tau);

    private static void Verify(DoubleDouble computed, Dyadic exact)
    {
        Assert.Equal(computed.Hi, computed.Hi + computed.Lo);
        var relative = Dyadic.Ratio(Dyadic.Of(computed) - exact, exact);
        Assert.True(relative <= Bound, $"relative error 2^{Math.Log2(relative):F2}, bound 2^-100");
    }
}
