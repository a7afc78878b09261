using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Reference.Tests.Models;

public sealed class NetworkTests
{
    private static readonly int[] Sizes = [6, 5, 4, 3];

    [Fact]
    public void Gradient_TwoClassesWithEqualLogits_IsHalfAndLossLogTwo()
    {
        var model = Classifier("relu", (new Matrix<double>(2, 1), new Matrix<double>(1, 2)));

        var gradient = model.LossGradient(Matrix<double>.From([3], 1, 1), [1]);

        Assert.Equal(Math.Log(2), gradient.Forward.Loss, 15);
        Assert.Equal([1.5, -1.5], gradient.Gradients[0].Elements.ToArray().Select(g => Math.Round(g, 14)));
        Assert.Equal([0.5, -0.5], gradient.Gradients[1].Elements.ToArray().Select(g => Math.Round(g, 14)));
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
        var exact = gradient.Gradients;

        for (var p = 0; p < parameters.Count; p++)
        for (var i = 0; i < parameters[p].Length; i++)
        {
            var value = parameters[p][i];
            parameters[p][i] = value + h;
            var above = Evaluate<DoubleDouble>(activation, parameters, x, labels).Forward.Loss;
            parameters[p][i] = value - h;
            var below = Evaluate<DoubleDouble>(activation, parameters, x, labels).Forward.Loss;
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
        var model = Classifier("relu", (Matrix<float>.From([1000, -1000], 2, 1), new Matrix<float>(1, 2)));

        var right = model.LossGradient(Matrix<float>.From([100], 1, 1), [0]);
        var wrong = model.LossGradient(Matrix<float>.From([100], 1, 1), [1]);

        Assert.Equal(0f, right.Forward.Loss);
        Assert.Equal(200000f, wrong.Forward.Loss);
        Assert.Equal([100f, -100f], wrong.Gradients[0].Elements.ToArray());
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
            Classifier(
                "relu",
                (new Matrix<double>(3, 5), new Matrix<double>(1, 3)),
                (new Matrix<double>(2, 4), new Matrix<double>(1, 2))
            )
        );
        Assert.Contains("Layer 2 takes 4 inputs, but layer 1 has 3 outputs", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Activations => [.. Activation.Names];

    /// <summary>The readable derivation of section A is the oracle of the general one: the same numbers, bounds included.</summary>
    [Theory]
    [MemberData(nameof(Activations))]
    public void LossGradient_OfTheFormOfSectionA_HasTheBitsOfTheAutoencoder(string activation)
    {
        IsTheSame<float>(activation);
        IsTheSame<double>(activation);
        IsTheSame<DoubleDouble>(activation);
        IsTheSame<Bounded<Binary32>>(activation);
    }

    private static void IsTheSame<T>(string activation)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        const int d = 7,
            k = 3,
            batch = 4;
        var random = new Random(4);
        var (w1, w2) = (Matrix<T>.From(Draw(random, k * d), k, d), Matrix<T>.From(Draw(random, d * k), d, k));
        var x = Matrix<T>.From(Draw(random, batch * d), batch, d);
        var function = Activation.Named(activation);
        IModel<T> autoencoder = new Autoencoder<T>(function, w1, w2);
        IModel<T> network = new Network<T>(
            [new(w1, null, function), new(w2, null, Activation.None)],
            LossFunction.SquaredError,
            Target.Inputs
        );

        var (expected, actual) = (autoencoder.LossGradient(x, []), network.LossGradient(x, []));

        Assert.Equal(Bits(expected), Bits(actual));
        Assert.Equal(autoencoder.Loss(x, []).Loss, network.Loss(x, []).Loss);
        Assert.Equal(autoencoder.Outputs(x).Elements.ToArray(), network.Outputs(x).Elements.ToArray());
        Assert.Equal(autoencoder.Parameters.Select(p => p.Name), network.Parameters.Select(p => p.Name));
    }

    /// <summary>Everything a number holds, its bound too.</summary>
    private static List<object> Bits<T>(LossGradient<T> gradient)
        where T : unmanaged, INumber<T> =>
        [
            .. new[] { gradient.Forward.Loss }
                .Concat(
                    gradient.Gradients.Concat(gradient.Forward.PreActivations).SelectMany(d => d.Elements.ToArray())
                )
                .Select(number =>
                    number is Bounded<Binary32> bounded ? (object)(bounded.Value, bounded.Error) : number
                ),
        ];

    /// <summary>Layers with and without biases, activations that differ, one after the last layer, and every loss and target.</summary>
    [Theory]
    [InlineData("squared-error", Target.Labels, "identity")]
    [InlineData("squared-error", Target.Labels, "sigmoid")]
    [InlineData("squared-error", Target.Inputs, "tanh")]
    [InlineData("cross-entropy", Target.Labels, "negative")]
    public void LossGradient_OfAnyNetwork_IsTheDerivativeOfItsLoss(string loss, Target target, string last)
    {
        const double h = 1.0 / (1L << 32);
        var random = new Random(5);
        int[] sizes = [5, 4, 3, target == Target.Inputs ? 5 : 3];
        string[] activations = ["sigmoid", "tanh", last];
        Matrix<DoubleDouble> Drawn(int rows, int columns) =>
            Matrix<DoubleDouble>.From(Draw(random, rows * columns), rows, columns);
        IModel<DoubleDouble> network = new Network<DoubleDouble>(
            [
                .. activations.Select(
                    (name, l) =>
                        new Layer<DoubleDouble>(
                            Drawn(sizes[l + 1], sizes[l]),
                            l == 1 ? null : Drawn(1, sizes[l + 1]),
                            Activation.Named(name)
                        )
                ),
            ],
            LossFunction.Named(loss),
            target
        );
        var x = Drawn(4, 5);
        int[] labels = target == Target.Labels ? [0, 2, 1, 2] : [];
        var gradients = network.LossGradient(x, labels).Gradients;

        Assert.Equal(["W1", "b1", "W2", "W3", "b3"], network.Parameters.Select(p => p.Name));
        for (var p = 0; p < gradients.Count; p++)
        for (var i = 0; i < gradients[p].Elements.Length; i++)
        {
            var elements = network.Parameters[p].Values.Elements;
            var value = elements[i];
            elements[i] = value + DoubleDouble.FromDouble(h);
            var above = network.Loss(x, labels).Loss;
            elements[i] = value - DoubleDouble.FromDouble(h);
            var below = network.Loss(x, labels).Loss;
            elements[i] = value;
            var difference = (above - below) / DoubleDouble.FromDouble(2 * h);
            Assert.True(Math.Abs((difference - gradients[p].Elements[i]).Hi) < 1e-18, $"parameter {p}, element {i}");
        }
    }

    [Fact]
    public void Constructor_LossThatCannotTakeTheTarget_SaysSo()
    {
        Network<double> Make(int outputs, LossFunction loss) =>
            new([new Layer<double>(new Matrix<double>(outputs, 3), null, Activation.None)], loss, Target.Inputs);

        Assert.Contains(
            "cross-entropy compares with labels",
            Assert.Throws<ArgumentException>(() => Make(3, LossFunction.CrossEntropy)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "3 inputs and 2 outputs",
            Assert.Throws<ArgumentException>(() => Make(2, LossFunction.SquaredError)).Message,
            StringComparison.Ordinal
        );
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

    private static List<T> Numbers<T>(LossGradient<T> gradient)
        where T : unmanaged, INumber<T> =>
        [gradient.Forward.Loss, .. gradient.Gradients.SelectMany(d => d.Elements.ToArray())];

    private static Network<T> Classifier<T>(string activation, params (Matrix<T> W, Matrix<T> B)[] layers)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        new(
            [
                .. layers.Select(
                    (layer, l) =>
                        new Layer<T>(
                            layer.W,
                            layer.B,
                            l < layers.Length - 1 ? Activation.Named(activation) : Activation.None
                        )
                ),
            ],
            LossFunction.CrossEntropy,
            Target.Labels
        );

    private static LossGradient<T> Evaluate<T>(string activation, List<double[]> parameters, double[] x, int[] labels)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var layers = new List<(Matrix<T>, Matrix<T>)>();
        for (var l = 1; l < Sizes.Length; l++)
            layers.Add(
                (
                    Matrix<T>.From(parameters[2 * l - 2], Sizes[l], Sizes[l - 1]),
                    Matrix<T>.From(parameters[2 * l - 1], 1, Sizes[l])
                )
            );
        return Classifier(activation, [.. layers]).LossGradient(Matrix<T>.From(x, labels.Length, Sizes[0]), labels);
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
