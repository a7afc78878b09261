using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Tests.Numerics;

/// <summary>exp and tanh of registers against double, and the lanes against each other.</summary>
public sealed class PackedTests
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const double SmallestSubnormal = 1.401298464324817e-45;

    /// <summary>Every float of a sample that meets all exponents, both signs and many mantissas.</summary>
    private static IEnumerable<float> Sample =>
        Enumerable
            .Range(0, 1 << 18)
            .Select(i => BitConverter.Int32BitsToSingle(unchecked((int)(i * 16_381u))))
            .Where(float.IsFinite);

    /// <summary>Where the argument is neither huge nor tiny, and the reduction and the cancellation happen.</summary>
    private static IEnumerable<float> Dense => Enumerable.Range(-110_000, 220_000).Select(i => i / 1000f + 1e-4f);

    [Fact]
    public void Exp_OfFloat_IsWithinTwoUnitsInTheLastPlace() =>
        Check(Packed<float>.Exp, Math.Exp, [.. Sample, .. Dense]);

    [Fact]
    public void Tanh_OfFloat_IsWithinTwoUnitsInTheLastPlace() =>
        Check(Packed<float>.Tanh, Math.Tanh, [.. Sample, .. Dense, .. Dense.Select(x => x / 100)]);

    [Theory]
    [InlineData(float.NaN, float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f, -1f)]
    [InlineData(0f, 1f, 0f)]
    [InlineData(89f, float.PositiveInfinity, 1f)]
    [InlineData(-104f, 0f, -1f)]
    [InlineData(float.Epsilon, 1f, float.Epsilon)]
    public void ExpAndTanh_AtSpecialValues_InEveryLane(float x, float exp, float tanh)
    {
        for (var lane = 0; lane < Packed<float>.Count; lane++)
        {
            var packed = new Packed<float>(Vector<float>.Zero.WithElement(lane, x));
            AssertSameBits(exp, Packed<float>.Exp(packed).Lanes[lane]);
            AssertSameBits(tanh, Packed<float>.Tanh(packed).Lanes[lane]);
        }
    }

    [Fact]
    public void Tanh_OfNegativeZero_IsNegativeZero() =>
        AssertSameBits(-0f, Packed<float>.Tanh(new Packed<float>(new Vector<float>(-0f))).Lanes[0]);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    [InlineData(0.3)]
    public void ExpAndTanh_OfDouble_AreThoseOfMath(double x)
    {
        var packed = new Packed<double>(new Vector<double>(x));
        Assert.Equal(new Vector<double>(Math.Exp(x)), Packed<double>.Exp(packed).Lanes);
        Assert.Equal(new Vector<double>(Math.Tanh(x)), Packed<double>.Tanh(packed).Lanes);
    }

    [Fact]
    public void Comparison_OfRegisters_IsRefused()
    {
        Assert.Throws<NotSupportedException>(() => Packed<float>.One > Packed<float>.Zero);
        Assert.Throws<NotSupportedException>(() => Packed<float>.ToDouble(Packed<float>.One));
    }

    private static void Check(
        Func<Packed<float>, Packed<float>> function,
        Func<double, double> expected,
        IEnumerable<float> arguments
    )
    {
        foreach (var x in arguments)
        {
            var actual = (double)function(new Packed<float>(new Vector<float>(x))).Lanes[0];
            var exact = expected(x);
            if (Math.Abs(exact) > float.MaxValue)
                continue;
            var error = Math.Abs(actual - exact);
            Assert.True(
                error <= 4 * UnitRoundoff * Math.Abs(exact) + SmallestSubnormal,
                FormattableString.Invariant(
                    $"at {x:R}: {actual:R} instead of {exact:R}, {error / UnitRoundoff / Math.Abs(exact)} u"
                )
            );
        }
    }

    private static void AssertSameBits(float expected, float actual)
    {
        if (float.IsNaN(expected))
            Assert.True(float.IsNaN(actual));
        else
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }
}
