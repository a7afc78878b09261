using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Reference.Tests.Numerics;

/// <summary>A bound has to hold for every way of rounding, and be no larger than it must.</summary>
public sealed class BoundedTests
{
    private delegate T Formula<T>(T x, T y, T z);

    /// <summary>Chains of operations in float, against the same chain in double-double and its bound.</summary>
    [Fact]
    public void Operations_RandomChains_ErrorStaysWithinTheBound()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 3000; trial++)
        {
            float x = Draw(random),
                y = Draw(random),
                z = Draw(random);
            Holds(
                x,
                y,
                z,
                (a, b, c) => (a + b) * c - a / b,
                (a, b, c) => (a + b) * c - a / b,
                (a, b, c) => (a + b) * c - a / b
            );
            Holds(
                x,
                y,
                z,
                (a, b, c) => float.Sqrt(a * a + b * b) / (float.Abs(c) + 1),
                (a, b, c) => DoubleDouble.Sqrt(a * a + b * b) / (DoubleDouble.Abs(c) + DoubleDouble.One),
                (a, b, c) => Bounded<Binary32>.Sqrt(a * a + b * b) / (Bounded<Binary32>.Abs(c) + Bounded<Binary32>.One)
            );
            Holds(
                x,
                y,
                z,
                (a, b, c) => float.Tanh(a * b) * float.Exp(-float.Abs(c)),
                (a, b, c) => DoubleDouble.Tanh(a * b) * DoubleDouble.Exp(-DoubleDouble.Abs(c)),
                (a, b, c) => Bounded<Binary32>.Tanh(a * b) * Bounded<Binary32>.Exp(-Bounded<Binary32>.Abs(c))
            );
            Holds(
                x,
                y,
                z,
                (a, b, c) => float.Log(a * a + 1) + b * c,
                (a, b, c) => DoubleDouble.Log(a * a + DoubleDouble.One) + b * c,
                (a, b, c) => Bounded<Binary32>.Log(a * a + Bounded<Binary32>.One) + b * c
            );
        }
    }

    [Fact]
    public void InnerProduct_AnyOrderOfSummation_ErrorStaysWithinTheBound()
    {
        var random = new Random(6);
        for (var n = 0; n <= 257; n++)
        {
            var x = Enumerable.Range(0, n).Select(_ => Draw(random)).ToArray();
            var y = Enumerable.Range(0, n).Select(_ => Draw(random)).ToArray();
            var bounded = InnerProduct.Of<Bounded<Binary32>>(
                [.. x.Select(v => Bounded<Binary32>.FromDouble(v))],
                [.. y.Select(v => Bounded<Binary32>.FromDouble(v))]
            );
            var exact = DoubleDouble.Zero;
            for (var i = 0; i < n; i++)
                exact += DoubleDouble.FromDouble(x[i]) * DoubleDouble.FromDouble(y[i]);
            float forward = 0,
                backward = 0,
                fused = 0;
            for (var i = 0; i < n; i++)
            {
                forward += x[i] * y[i];
                backward += x[n - 1 - i] * y[n - 1 - i];
                fused = float.FusedMultiplyAdd(x[i], y[i], fused);
            }
            foreach (var computed in new[] { forward, backward, fused, Pairwise(x, y) })
                Assert.True(Math.Abs((DoubleDouble.FromDouble(computed) - exact).Hi) <= bounded.Error);
        }
    }

    /// <summary>Terms of equal size and sign: the bound is n u times the sum, and not a multiple of it.</summary>
    [Fact]
    public void InnerProduct_OfOnes_BoundIsGammaTimesTheSum()
    {
        var ones = Enumerable.Repeat(Bounded<Binary64>.One, 1000).ToArray();
        var error = InnerProduct.Of<Bounded<Binary64>>(ones, ones).Error;
        Assert.InRange(error, 1000 * 1000 * Math.Pow(2, -53), 1.001 * 1000 * 1000 * Math.Pow(2, -53));
    }

    [Fact]
    public void Add_ExactOperands_BoundIsOneRounding()
    {
        var sum = Bounded<Binary64>.FromDouble(3) + Bounded<Binary64>.FromDouble(4);
        Assert.InRange(sum.Error, 7 * Math.Pow(2, -53), 7.0001 * Math.Pow(2, -53));
    }

    [Fact]
    public void Divide_DenominatorMayBeZero_BoundIsInfinite()
    {
        var uncertain = Bounded<Binary32>.One * Bounded<Binary32>.One + Bounded<Binary32>.FromDouble(-1 + 1e-8);
        Assert.Equal(double.PositiveInfinity, (Bounded<Binary32>.One / uncertain).Error);
    }

    [Fact]
    public void Exp_FarBelowZeroWithALargeError_BoundIsANumber()
    {
        var product = Bounded<Binary32>.FromDouble(-100_003) * Bounded<Binary32>.FromDouble(100_003);
        Assert.True(product.Error > 100);
        var bound = Bounded<Binary32>.Exp(product).Error;
        Assert.InRange(bound, double.Epsilon, 1e-30);
    }

    [Fact]
    public void Step_AwayFromZero_IsCertain()
    {
        Assert.Equal(0, Bounded<Binary32>.FromDouble(1e-30).Step(default).Error);
        Assert.Equal(1, Bounded<Binary32>.FromDouble(1e-30).Step(default).Value);
        Assert.Equal(0, Bounded<Binary32>.FromDouble(-1e-30).Step(default).Value);
    }

    [Fact]
    public void Step_WithinItsErrorOfZero_CoversBothBranches()
    {
        var uncertain = Bounded<Binary32>.One * Bounded<Binary32>.One + Bounded<Binary32>.FromDouble(-1 + 1e-8);
        Assert.InRange(uncertain.Step(default).Error, 1, 1.0001);
        Assert.InRange(default(Bounded<Binary32>).Step(Bounded<Binary32>.FromDouble(0.5)).Error, 1, 1.0001);
    }

    [Fact]
    public void Max_CertainWinner_KeepsItsError()
    {
        var large = Bounded<Binary32>.FromDouble(3) * Bounded<Binary32>.FromDouble(5);
        Assert.Equal(large.Error, Bounded<Binary32>.Max(default, large).Error, 12);
        Assert.Equal(0, Bounded<Binary32>.Max(default, -large).Error);
    }

    private static void Holds(
        float x,
        float y,
        float z,
        Formula<float> computed,
        Formula<DoubleDouble> exact,
        Formula<Bounded<Binary32>> bounded
    )
    {
        var e = exact(DoubleDouble.FromDouble(x), DoubleDouble.FromDouble(y), DoubleDouble.FromDouble(z));
        var b = bounded(
            Bounded<Binary32>.FromDouble(x),
            Bounded<Binary32>.FromDouble(y),
            Bounded<Binary32>.FromDouble(z)
        );
        var error = Math.Abs((DoubleDouble.FromDouble(computed(x, y, z)) - e).Hi);
        Assert.True(error <= b.Error, $"x {x}, y {y}, z {z}: error {error}, bound {b.Error}");
    }

    private static float Draw(Random random) =>
        (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-8, 4))) is var value && value != 0 ? value : 1;

    private static float Pairwise(ReadOnlySpan<float> x, ReadOnlySpan<float> y) =>
        x.Length switch
        {
            0 => 0,
            1 => x[0] * y[0],
            var n => Pairwise(x[..(n / 2)], y[..(n / 2)]) + Pairwise(x[(n / 2)..], y[(n / 2)..]),
        };
}
