using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Reference.Tests.Models;

public sealed class ClassifierTests
{
    private static readonly int[] Sizes = [6, 5, 4, 3];

    [Fact]
    public void Gradient_TwoClassesWithEqualLogits_IsHalfAndLossLogTwo()
    {
        var model = new Classifier<double>(
            Activation.Named("relu"),
            [new Layer<double>(new Matrix<double>(2, 1), new Matrix<double>(1, 2))]
        );

        var gradient = model.Gradient(Matrix<double>.From([3], 1, 1), [1]);

        Assert.Equal(Math.Log(2), gradient.Loss, 15);
        Assert.Equal([1.5, -1.5], gradient.Layers[0].W.Elements.ToArray().Select(g => Math.Round(g, 14)));
        Assert.Equal([0.5, -0.5], gradient.Layers[0].B.Elements.ToArray().Select(g => Math.Round(g, 14)));
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    public void Gradient_AgainstCentralDifferencesInDoubleDouble_AgreesToEighteenDigits(string activation)
    {
        const double h = 1.0 / (1L << 32);
        var random = new Random(1);
        var parameters = Parameters(random);
        var x = Draw(random, 4 * Sizes[0]);
        int[] labels = [0, 2, 1, 2];
        var gradient = Evaluate<DoubleDouble>(activation, parameters, x, labels);
        var exact = gradient.Layers.SelectMany(layer => new[] { layer.W, layer.B }).ToList();

        for (var p = 0; p < parameters.Count; p++)
        for (var i = 0; i < parameters[p].Length; i++)
        {
            var value = parameters[p][i];
            parameters[p][i] = value + h;
            var above = Evaluate<DoubleDouble>(activation, parameters, x, labels).Loss;
            parameters[p][i] = value - h;
            var below = Evaluate<DoubleDouble>(activation, parameters, x, labels).Loss;
            parameters[p][i] = value;
            var difference = (above - below) / DoubleDouble.FromDouble(2 * h);
            Assert.True(Math.Abs((difference - exact[p].Elements[i]).Hi) < 1e-18, $"parameter {p}, element {i}");
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(64.0)]
    public void Gradient_InTwoPrecisions_LiesWithinTheBoundsOfItsOwnFormula(double scale)
    {
        var random = new Random(2);
        for (var trial = 0; trial < 20; trial++)
        {
            var parameters = Parameters(random);
            var x = Draw(random, 4 * Sizes[0]).Select(v => v * scale).ToArray();
            int[] labels = [0, 2, 1, 2];
            var exact = Numbers(Evaluate<DoubleDouble>("tanh", parameters, x, labels));
            Inside(
                exact,
                Numbers(Evaluate<double>("tanh", parameters, x, labels)),
                Numbers(Evaluate<Bounded<Binary64>>("tanh", parameters, x, labels))
            );
            Inside(
                exact,
                Numbers(Evaluate<float>("tanh", parameters, x, labels)),
                Numbers(Evaluate<Bounded<Binary32>>("tanh", parameters, x, labels))
            );
        }
    }

    [Fact]
    public void Gradient_LogitsFarApart_DoesNotOverflow()
    {
        var model = new Classifier<float>(
            Activation.Named("relu"),
            [new Layer<float>(Matrix<float>.From([1000, -1000], 2, 1), new Matrix<float>(1, 2))]
        );

        var right = model.Gradient(Matrix<float>.From([100], 1, 1), [0]);
        var wrong = model.Gradient(Matrix<float>.From([100], 1, 1), [1]);

        Assert.Equal(0f, right.Loss);
        Assert.Equal(200000f, wrong.Loss);
        Assert.Equal([100f, -100f], wrong.Layers[0].W.Elements.ToArray());
    }

    [Fact]
    public void Gradient_LabelOutOfRange_NamesIt()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Evaluate<double>("relu", Parameters(new Random(3)), new double[4 * Sizes[0]], [0, 1, 3, 0])
        );
        Assert.Contains("Label 3 is none of the 3 classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_LayersThatDoNotFit_NamesThem()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new Classifier<double>(
                Activation.Named("relu"),
                [
                    new Layer<double>(new Matrix<double>(3, 5), new Matrix<double>(1, 3)),
                    new Layer<double>(new Matrix<double>(2, 4), new Matrix<double>(1, 2)),
                ]
            )
        );
        Assert.Contains("Layer 2 takes 4 inputs, but layer 1 has 3 outputs", error.Message, StringComparison.Ordinal);
    }

    private static void Inside<T, TFormat>(List<DoubleDouble> exact, List<T> computed, List<Bounded<TFormat>> bounded)
        where T : unmanaged, INumber<T>
        where TFormat : IFloatFormat
    {
        for (var i = 0; i < exact.Count; i++)
        {
            var error = Math.Abs(double.CreateChecked(computed[i]) - exact[i].Hi - exact[i].Lo);
            Assert.True(error <= bounded[i].Error, $"number {i}: error {error}, bound {bounded[i].Error}");
        }
    }

    private static List<T> Numbers<T>(ClassifierGradient<T> gradient)
        where T : unmanaged, INumber<T> =>
        [
            gradient.Loss,
            .. gradient.Layers.SelectMany(layer => layer.W.Elements.ToArray().Concat(layer.B.Elements.ToArray())),
        ];

    private static ClassifierGradient<T> Evaluate<T>(
        string activation,
        List<double[]> parameters,
        double[] x,
        int[] labels
    )
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var layers = new List<Layer<T>>();
        for (var l = 1; l < Sizes.Length; l++)
            layers.Add(
                new Layer<T>(
                    Matrix<T>.From(parameters[2 * l - 2], Sizes[l], Sizes[l - 1]),
                    Matrix<T>.From(parameters[2 * l - 1], 1, Sizes[l])
                )
            );
        return new Classifier<T>(Activation.Named(activation), layers).Gradient(
            Matrix<T>.From(x, labels.Length, Sizes[0]),
            labels
        );
    }

    private static List<double[]> Parameters(Random random)
    {
        var parameters = new List<double[]>();
        for (var l = 1; l < Sizes.Length; l++)
        {
            parameters.Add(Draw(random, Sizes[l] * Sizes[l - 1]));
            parameters.Add(Draw(random, Sizes[l]));
        }
        return parameters;
    }

    /// <summary>Multiples of 2^-20 in [-1, 1).</summary>
    private static double[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(-(1 << 20), 1 << 20) / (double)(1 << 20))];
}
