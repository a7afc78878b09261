using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Reference.Tests.Models;

public sealed class AutoencoderTests
{
    public static TheoryData<string> Activations => [.. Activation.Names];

    /// <summary>Worked by hand: d = 2, k = 1, one image (1, 2), W1 = (0.5, 0.25), W2 = (1, -1)'.</summary>
    [Theory]
    [InlineData("identity", 1.0, 1)]
    [InlineData("negative", -1.0, -1)]
    [InlineData("relu", 1.0, 1)]
    public void Gradient_OneUnitWorkedByHand_MatchesExactly(string activation, double z, double slope)
    {
        var model = Model<double>(activation, [0.5, 0.25], [1, -1], 2, 1);

        var gradient = model.Gradient(Matrix<double>.From([1, 2], 1, 2));

        // a = 0.5 + 0.5 = 1; y = (z, -z); r = (z - 1, -z - 2); L = |r|^2 / 2; dZ = r1 - r2.
        double r1 = z - 1,
            r2 = -z - 2;
        Assert.Equal((r1 * r1 + r2 * r2) / 2, gradient.Forward.Loss);
        Assert.Equal([r1 * z, r2 * z], gradient.DW2.Elements.ToArray());
        Assert.Equal([(r1 - r2) * slope, (r1 - r2) * slope * 2], gradient.DW1.Elements.ToArray());
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Gradient_AgainstCentralDifferencesInDoubleDouble_AgreesToTwentyDigits(string activation)
    {
        const int d = 5,
            k = 3,
            batch = 4;
        var random = new Random(1);
        double[] w1 = Random(random, k * d),
            w2 = Random(random, d * k),
            x = Random(random, batch * d);
        var exact = Model<DoubleDouble>(activation, w1, w2, d, k).Gradient(Matrix<DoubleDouble>.From(x, batch, d));

        for (var i = 0; i < k * d; i++)
        {
            Close(Difference(w1, i, () => Loss(activation, w1, w2, x, d, k, batch)), exact.DW1.Elements[i]);
            Close(Difference(w2, i, () => Loss(activation, w1, w2, x, d, k, batch)), exact.DW2.Elements[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Gradient_InThreePrecisions_LiesWithinTheBoundsOfItsOwnFormula(string activation)
    {
        var random = new Random(2);
        for (var trial = 0; trial < 20; trial++)
        {
            int d = random.Next(1, 30),
                k = random.Next(1, 12),
                batch = random.Next(1, 12);
            var scale = Math.Pow(10, random.Next(-4, 3));
            double[] w1 = Random(random, k * d, scale),
                w2 = Random(random, d * k, scale),
                x = Random(random, batch * d);
            var exact = Evaluate<DoubleDouble>(activation, w1, w2, x, d, k, batch);
            Inside(
                exact,
                Evaluate<double>(activation, w1, w2, x, d, k, batch),
                Evaluate<Bounded<Binary64>>(activation, w1, w2, x, d, k, batch)
            );
            Inside(
                exact,
                Evaluate<float>(activation, w1, w2, x, d, k, batch),
                Evaluate<Bounded<Binary32>>(activation, w1, w2, x, d, k, batch)
            );
        }
    }

    [Fact]
    public void Gradient_NegativeWithW2_IsIdentityWithMinusW2BitForBit()
    {
        const int d = 6,
            k = 4,
            batch = 3;
        var random = new Random(3);
        double[] w1 = Random(random, k * d),
            w2 = Random(random, d * k),
            x = Random(random, batch * d);

        var negative = Evaluate<double>("negative", w1, w2, x, d, k, batch);
        var identity = Evaluate<double>("identity", w1, [.. w2.Select(w => -w)], x, d, k, batch);

        Assert.Equal(identity.Forward.Loss, negative.Forward.Loss);
        Assert.Equal(identity.DW1.Elements.ToArray(), negative.DW1.Elements.ToArray());
        Assert.Equal(identity.DW2.Elements.ToArray().Select(g => -g), negative.DW2.Elements.ToArray());
    }

    [Fact]
    public void Gradient_AnyNumberOfThreads_SameBits()
    {
        var random = new Random(4);
        double[] w1 = Random(random, 7 * 30),
            w2 = Random(random, 30 * 7),
            x = Random(random, 9 * 30);
        AutoencoderGradient<double> WithThreads(int threads) =>
            new Autoencoder<double>(
                Activation.Named("tanh"),
                Matrix<double>.From(w1, 7, 30),
                Matrix<double>.From(w2, 30, 7),
                threads
            ).Gradient(Matrix<double>.From(x, 9, 30));

        AutoencoderGradient<double> one = WithThreads(1),
            four = WithThreads(4);

        Assert.Equal(one.DW1.Elements.ToArray(), four.DW1.Elements.ToArray());
        Assert.Equal(one.DW2.Elements.ToArray(), four.DW2.Elements.ToArray());
    }

    [Fact]
    public void Constructor_WeightsThatDoNotFit_NamesBothShapes()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new Autoencoder<double>(Activation.Named("relu"), new Matrix<double>(3, 5), new Matrix<double>(3, 5))
        );
        Assert.Contains("W2 must be 5 x 3, but is 3 x 5", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 4)]
    public void Forward_BatchThatDoesNotFit_NamesTheShape(int rows, int columns)
    {
        var model = new Autoencoder<double>(
            Activation.Named("relu"),
            new Matrix<double>(3, 5),
            new Matrix<double>(5, 3)
        );
        var error = Assert.Throws<ArgumentException>(() => model.Forward(new Matrix<double>(rows, columns)));
        Assert.Contains($"X is {rows} x {columns}", error.Message, StringComparison.Ordinal);
    }

    private static void Inside<T, TFormat>(
        AutoencoderGradient<DoubleDouble> exact,
        AutoencoderGradient<T> computed,
        AutoencoderGradient<Bounded<TFormat>> bounded
    )
        where T : unmanaged, INumber<T>
        where TFormat : IFloatFormat
    {
        void Element(DoubleDouble e, T c, Bounded<TFormat> b)
        {
            var error = Math.Abs(double.CreateChecked(c) - e.Hi - e.Lo);
            Assert.True(error <= b.Error, $"error {error}, bound {b.Error}, value {e.Hi}");
        }
        Element(exact.Forward.Loss, computed.Forward.Loss, bounded.Forward.Loss);
        for (var i = 0; i < exact.DW1.Elements.Length; i++)
        {
            Element(exact.DW1.Elements[i], computed.DW1.Elements[i], bounded.DW1.Elements[i]);
            Element(exact.DW2.Elements[i], computed.DW2.Elements[i], bounded.DW2.Elements[i]);
        }
    }

    private static DoubleDouble Loss(
        string activation,
        double[] w1,
        double[] w2,
        double[] x,
        int d,
        int k,
        int batch
    ) => Model<DoubleDouble>(activation, w1, w2, d, k).Forward(Matrix<DoubleDouble>.From(x, batch, d)).Loss;

    /// <summary>h = 2^-32: the truncation error is about 1e-19, that of the losses about 1e-21.</summary>
    private static DoubleDouble Difference(double[] weights, int i, Func<DoubleDouble> loss)
    {
        const double h = 1.0 / (1L << 32);
        var weight = weights[i];
        weights[i] = weight + h;
        var above = loss();
        weights[i] = weight - h;
        var below = loss();
        weights[i] = weight;
        return (above - below) / DoubleDouble.FromDouble(2 * h);
    }

    private static void Close(DoubleDouble difference, DoubleDouble gradient) =>
        Assert.True(Math.Abs((difference - gradient).Hi) < 1e-18, $"{difference} instead of {gradient}");

    private static AutoencoderGradient<T> Evaluate<T>(
        string activation,
        double[] w1,
        double[] w2,
        double[] x,
        int d,
        int k,
        int batch
    )
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        Model<T>(activation, w1, w2, d, k).Gradient(Matrix<T>.From(x, batch, d));

    private static Autoencoder<T> Model<T>(string activation, double[] w1, double[] w2, int d, int k)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        new(Activation.Named(activation), Matrix<T>.From(w1, k, d), Matrix<T>.From(w2, d, k));

    /// <summary>Multiples of 2^-20, so that adding h = 2^-32 and rounding to float lose nothing.</summary>
    private static double[] Random(Random random, int count, double scale = 1) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => (double)(float)(scale * random.Next(-(1 << 20), 1 << 20) / (1 << 20))),
        ];
}
