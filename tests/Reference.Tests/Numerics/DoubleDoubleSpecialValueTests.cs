using Compare.Reference.Numerics;

namespace Compare.Reference.Tests.Numerics;

/// <summary>NaN, infinities, signed zeros and overflow are those of the same operation on doubles; the low part is 0.</summary>
public class DoubleDoubleSpecialValueTests
{
    private static readonly double[] Values =
    [
        0.0,
        -0.0,
        1,
        -1,
        3,
        -0.5,
        1e200,
        -1e200,
        double.MaxValue,
        double.MinValue,
        double.PositiveInfinity,
        double.NegativeInfinity,
        double.NaN,
    ];

    public static TheoryData<double> Arguments =>
        [.. Values, double.Epsilon, -double.Epsilon, 800, -800, 1e308, -1e308];

    [Fact]
    public void Operators_SpecialOperands_HaveTheHighPartOfDouble()
    {
        foreach (var x in Values)
        {
            foreach (var y in Values)
            {
                var (a, b) = (DoubleDouble.FromDouble(x), DoubleDouble.FromDouble(y));
                VerifySame(x + y, a + b, $"{x} + {y}");
                VerifySame(x - y, a - b, $"{x} - {y}");
                VerifySame(x * y, a * b, $"{x} * {y}");
                VerifySame(x / y, a / b, $"{x} / {y}");
                VerifySame(x + y, DoubleDouble.Sum(x, y), $"Sum({x}, {y})");
                Assert.Equal(x < y, a < b);
                Assert.Equal(x <= y, a <= b);
                Assert.Equal(x > y, a > b);
                Assert.Equal(x >= y, a >= b);
                Assert.Equal(x == y, a == b);
                Assert.Equal(x != y, a != b);
                Assert.Equal(x.Equals(y), a.Equals(b));
                if (a.Equals(b))
                    Assert.Equal(a.GetHashCode(), b.GetHashCode());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Functions_SpecialArguments_HaveTheHighPartOfDouble(double x)
    {
        var a = DoubleDouble.FromDouble(x);
        VerifySame(-x, -a, "-");
        VerifySame(Math.Abs(x), DoubleDouble.Abs(a), "abs");
        VerifySame(Math.Sqrt(x), DoubleDouble.Sqrt(a), "sqrt");
        VerifySame(Math.Exp(x), DoubleDouble.Exp(a), "exp");
        VerifySame(Math.Abs(x) < 1e-300 ? x : Math.Exp(x) - 1, DoubleDouble.ExpM1(a), "expm1");
        VerifySame(Math.Log(x), DoubleDouble.Log(a), "log");
        VerifySame(Math.Tanh(x), DoubleDouble.Tanh(a), "tanh");
    }

    [Fact]
    public void Add_RoundingUpToOverflow_IsInfinite()
    {
        var half = Math.ScaleB(1, 969);
        var almost = DoubleDouble.Sum(double.MaxValue, half);
        VerifySame(double.PositiveInfinity, almost + DoubleDouble.FromDouble(half), "sum");
        VerifySame(double.NegativeInfinity, -almost - DoubleDouble.FromDouble(half), "difference");
    }

    [Fact]
    public void Add_ExactCancellation_IsPositiveZero()
    {
        var x = DoubleDouble.Sum(1, 1e-20);
        VerifySame(0.0, x - x, "x - x");
        // The high parts differ by one unit in the last place, which the low parts take back.
        var ulp = Math.BitIncrement(1.0) - 1;
        var above = DoubleDouble.Sum(1 + ulp, -0.4 * ulp);
        var below = DoubleDouble.Sum(1, 0.4 * ulp);
        Assert.Equal(0, (Dyadic.Of(above) - Dyadic.Of(below) - Dyadic.Of(above - below)).Sign);
        VerifySame(0.0, DoubleDouble.Sum(1 + ulp, -0.5 * ulp) - DoubleDouble.Sum(1, 0.5 * ulp), "equal sums");
    }

    [Fact]
    public void Exp_SubnormalResult_IsRightToTheLastSubnormalBit()
    {
        foreach (var x in (double[])[-709, -720, -740, -745])
            Assert.InRange(Math.Abs(DoubleDouble.Exp(DoubleDouble.FromDouble(x)).Hi - Math.Exp(x)), 0, double.Epsilon);
    }

    private static void VerifySame(double expected, DoubleDouble actual, string operation)
    {
        if (double.IsNaN(expected))
        {
            Assert.True(double.IsNaN(actual.Hi), $"{operation}: expected NaN, got {actual.Hi:R}");
        }
        else if (expected == 0 || !double.IsNormal(expected))
        {
            Assert.True(
                BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual.Hi),
                $"{operation}: expected {expected:R}, got {actual.Hi:R}"
            );
        }
        else
        {
            Assert.True(
                Math.Abs(actual.Hi - expected) <= 2 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)),
                $"{operation}: expected {expected:R}, got {actual.Hi:R}"
            );
        }
        if (!double.IsFinite(expected) || expected == 0)
            Assert.True(actual.Lo == 0, $"{operation}: the low part is {actual.Lo:R}");
        Assert.True(double.IsFinite(actual.Lo), $"{operation}: the low part is {actual.Lo:R}");
    }
}
