using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;
using Compare.Reference.Training;

namespace Compare.Reference.Tests.Training;

/// <summary>The fast form of a training step against the textbook form.</summary>
public sealed class PackedTrainerTests
{
    private const int Steps = 4;

    public static TheoryData<int, int> Registers =>
        new()
        {
            { 128, 1 },
            { 256, 2 },
            { 512, 1 },
            { 512, 3 },
        };

    /// <summary>Shapes with and without ragged panels, with more hidden units than pixels and fewer, and a batch in several parts.</summary>
    public static TheoryData<int, int, int> Shapes =>
        new()
        {
            { 1, 1, 1 },
            { 7, 3, 5 },
            { 16, 48, 33 },
            { 48, 16, 16 },
            { 50, 25, 100 },
            { 128, 130, 20 },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Step_OfAnAutoencoder_HasTheBitsOfTheTextbook(int pixels, int hidden, int batch)
    {
        foreach (var (bits, threads) in Registers.Select(row => row.Data))
        foreach (var activation in Activation.Names)
        {
            CheckAutoencoder<float>(activation, Sgd.Homework, pixels, hidden, batch, bits, threads);
            CheckAutoencoder<double>(activation, Adam.Homework, pixels, hidden, batch, bits, threads);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Step_OfAClassifier_HasTheBitsOfTheTextbook(int pixels, int hidden, int batch)
    {
        foreach (var (bits, threads) in Registers.Select(row => row.Data))
        foreach (var rule in OptimizerTable.Rows.Select(row => row.Rule))
        {
            CheckClassifier<float>(rule, [pixels, hidden, 9, 3], batch, bits, threads);
            CheckClassifier<double>(rule, [pixels, hidden], batch, bits, threads);
        }
    }

    /// <summary>Biases in some layers only, an activation after the last, and numbers that the labels stand for.</summary>
    [Theory]
    [InlineData("tanh", "sigmoid", Target.Labels)]
    [InlineData("sigmoid", "identity", Target.Labels)]
    [InlineData("relu", "tanh", Target.Inputs)]
    public void Step_OfAnyNetwork_HasTheBitsOfTheTextbook(string hidden, string last, Target target)
    {
        const int batch = 21;
        foreach (var (bits, threads) in Registers.Select(row => row.Data))
        {
            CheckNetwork<float>();
            CheckNetwork<double>();

            void CheckNetwork<T>()
                where T : unmanaged,
                    INumber<T>,
                    IRootFunctions<T>,
                    IExponentialFunctions<T>,
                    ILogarithmicFunctions<T>,
                    IHyperbolicFunctions<T>
            {
                int[] sizes = [18, 11, target == Target.Inputs ? 18 : 5];
                var network = new Network<T>(
                    [
                        new(Draw<T>(sizes[1], sizes[0], 1, 0.5), null, Activation.Named(hidden)),
                        new(Draw<T>(sizes[2], sizes[1], 2, 0.5), Draw<T>(1, sizes[2], 4, 0.5), Activation.Named(last)),
                    ],
                    LossFunction.SquaredError,
                    target
                );
                int[] labels = target == Target.Labels ? [.. Enumerable.Range(0, batch).Select(i => i % 5)] : [];
                var fast = new PackedTrainer<T>(network, Momentum.Homework, batch, threads, bits);
                var images = Draw<T>(batch, 18, 3, 1);
                var textbook = new TextbookTrainer<T>(network, Momentum.Homework);
                Check(textbook, fast, images, labels);
                Assert.Equal(textbook.Evaluate(images, labels).Correct, fast.Evaluate(images, labels).Correct);
                Assert.Equal(
                    textbook.Evaluate(images, labels).Loss,
                    fast.Evaluate(images, labels).Loss,
                    tolerance: typeof(T) == typeof(float) ? 1e-5 : 1e-13
                );
            }
        }
    }

    /// <summary>The correction by the number of the tensor tells whether each tensor has the right one.</summary>
    [Fact]
    public void Step_WithARuleThatNumbersTensors_NumbersThemLikeTheTextbook() =>
        CheckClassifier<double>(Adam.HomeworkTable, [12, 9, 8, 3], batch: 5, bits: 256, threads: 1);

    [Fact]
    public void Step_WithRowsNamed_TakesTheseImages()
    {
        var (model, images, labels) = Classifier<float>([20, 8, 4], images: 30);
        int[] rows = [29, 3, 3, 17];
        var fast = Fast(model, Sgd.Homework, capacity: 4);
        var textbook = new TextbookTrainer<float>(model, Sgd.Homework);
        for (var t = 0; t < Steps; t++)
            Assert.Equal(textbook.Step(images, labels, rows), fast.Step(images, labels, rows), tolerance: 1e-6f);
        AssertSameParameters(textbook, fast);
    }

    [Fact]
    public void Evaluate_InPiecesOfABatch_AgreesWithTheTextbook()
    {
        var (model, images, labels) = Classifier<double>([20, 8, 4], images: 30);
        var expected = new TextbookTrainer<double>(model, Sgd.Homework).Evaluate(images, labels);
        var actual = Fast(model, Sgd.Homework, capacity: 7).Evaluate(images, labels);
        Assert.Equal(expected.Loss, actual.Loss, tolerance: 1e-14);
        Assert.Equal(expected.Correct, actual.Correct);
        Assert.InRange(actual.Correct, 1, 29);
    }

    [Fact]
    public void Evaluate_OfAnAutoencoder_IsTheMeanLossAndCountsNothing()
    {
        var model = Autoencoder<double>("tanh", 10, 4);
        var images = Draw<double>(23, 10, 3, 1);
        var expected = ((IModel<double>)model).Loss(images, []).Loss;
        var actual = Trainer.Create(model, Sgd.Homework, batch: 5).Evaluate(images, []);
        Assert.Equal(expected, actual.Loss, tolerance: 1e-14);
        Assert.Equal(0, actual.Correct);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_AfterTheFirst_AllocatesNothing(int threads)
    {
        var autoencoder = Trainer.Create(Autoencoder<float>("tanh", 64, 20), Sgd.Homework, 40, threads);
        var (model, images, labels) = Classifier<float>([64, 32, 10], images: 40);
        var classifier = Trainer.Create(model, Adam.Homework, 40, threads);
        long before = 0;
        for (var t = 0; t < 200; t++)
        {
            if (t == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            autoencoder.Step(images, [], []);
            classifier.Step(images, labels, []);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Create_LeavesTheModelAsItWas()
    {
        var model = Autoencoder<float>("relu", 10, 4);
        var w1 = model.Layers[0].W.Elements.ToArray();
        Trainer.Create(model, Sgd.Homework, 5).Step(Draw<float>(5, 10, 3, 1), [], []);
        Assert.Equal(w1, model.Layers[0].W.Elements.ToArray());
    }

    [Fact]
    public void Step_WhatDoesNotFit_IsRefusedByName()
    {
        var (model, images, labels) = Classifier<float>([20, 8, 4], images: 30);
        var trainer = Trainer.Create(model, Sgd.Homework, batch: 10);
        void Refused(string words, Matrix<float> x, int[] ofX, int[] rows) =>
            Assert.Contains(
                words,
                Assert.Throws<ArgumentException>(() => trainer.Step(x, ofX, rows)).Message,
                StringComparison.Ordinal
            );
        Refused("19 pixels, the model takes 20", new Matrix<float>(5, 19), [0, 0, 0, 0, 0], []);
        Refused("29 labels instead of 30", images, labels[1..], [1]);
        Refused("Label 4 is none of the 4 classes", images, [.. labels[1..], 4], [1]);
        Refused("Row 30 is none of the 30 images", images, labels, [30]);
        Refused("30 images, room is for 1 to 10", images, labels, []);
        Refused("0 images, room is for 1 to 10", new Matrix<float>(0, 20), [], []);
    }

    private static void CheckAutoencoder<T>(
        string activation,
        Optimizer rule,
        int pixels,
        int hidden,
        int batch,
        int bits,
        int threads
    )
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var model = Autoencoder<T>(activation, pixels, hidden);
        var fast = new PackedTrainer<T>(model, rule, batch, threads, bits);
        Check(new TextbookTrainer<T>(model, rule), fast, Draw<T>(batch, pixels, 3, 1), []);
    }

    private static void CheckClassifier<T>(Optimizer rule, int[] widths, int batch, int bits, int threads)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var (model, images, labels) = Classifier<T>(widths, batch);
        var fast = new PackedTrainer<T>(model, rule, batch, threads, bits);
        Check(new TextbookTrainer<T>(model, rule), fast, images, labels);
    }

    private static void Check<T>(TextbookTrainer<T> textbook, PackedTrainer<T> fast, Matrix<T> images, int[] labels)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        for (var t = 0; t < Steps; t++)
        {
            var expected = double.CreateChecked(textbook.Step(images, labels, []));
            var actual = double.CreateChecked(fast.Step(images, labels, []));
            // Both are sums of positive terms, so (N.5) is relative: gamma_n with a few roundings more for each term.
            var u = typeof(T) == typeof(float) ? Binary32.UnitRoundoff : Binary64.UnitRoundoff;
            Assert.Equal(expected, actual, tolerance: 2 * (images.Elements.Length + 4) * u * expected);
        }
        AssertSameParameters(textbook, fast);
    }

    private static void AssertSameParameters<T>(ITrainer<T> expected, ITrainer<T> actual)
        where T : unmanaged, INumber<T>
    {
        var fast = actual.CopyParameters();
        var textbook = expected.CopyParameters();
        Assert.Equal(textbook.Select(p => p.Name), fast.Select(p => p.Name));
        for (var p = 0; p < fast.Count; p++)
            Assert.Equal(textbook[p].Values.Elements.ToArray(), fast[p].Values.Elements.ToArray());
    }

    private static ITrainer<T> Fast<T>(Network<T> model, Optimizer rule, int capacity)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var trainer = Trainer.Create(model, rule, capacity);
        Assert.IsType<PackedTrainer<T>>(trainer);
        return trainer;
    }

    private static Network<T> Autoencoder<T>(string activation, int pixels, int hidden)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        new(
            [
                new(Draw<T>(hidden, pixels, 1, 0.5), null, Activation.Named(activation)),
                new(Draw<T>(pixels, hidden, 2, 0.5), null, Activation.None),
            ],
            LossFunction.SquaredError,
            Target.Inputs
        );

    private static (Network<T> Model, Matrix<T> Images, int[] Labels) Classifier<T>(int[] widths, int images)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var layers = Enumerable
            .Range(1, widths.Length - 1)
            .Select(l => new Layer<T>(
                Draw<T>(widths[l], widths[l - 1], l, 0.5),
                Draw<T>(1, widths[l], 10 + l, 0.5),
                l < widths.Length - 1 ? Activation.Named("relu") : Activation.None
            ));
        var random = new Random(7);
        return (
            new Network<T>([.. layers], LossFunction.CrossEntropy, Target.Labels),
            Draw<T>(images, widths[0], 3, 1),
            [.. Enumerable.Range(0, images).Select(_ => random.Next(widths[^1]))]
        );
    }

    private static Matrix<T> Draw<T>(int rows, int columns, int seed, double scale)
        where T : unmanaged, INumber<T>
    {
        var random = new Random(seed);
        return Matrix<T>.From(
            [.. Enumerable.Range(0, rows * columns).Select(_ => scale * (random.NextDouble() - 0.5))],
            rows,
            columns
        );
    }
}
