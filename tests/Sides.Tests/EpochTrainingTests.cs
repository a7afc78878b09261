using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Sides;

namespace Compare.Tests.Sides;

/// <summary>Training at full speed on both sides: the same numbers, in pieces of any size.</summary>
public sealed class EpochTrainingTests
{
    private static readonly ModelSpec[] Models =
    [
        new AutoencoderSpec("tanh", 784, 5),
        new ClassifierSpec([784, 6, 10]),
    ];

    public static TheoryData<int> ModelNumbers => [.. Enumerable.Range(0, Models.Length)];

    /// <summary>In float64 nine updates of smooth rules keep two correct sides within 1e-12 of each other; a batch mixed up changes the first digit.</summary>
    [Theory]
    [MemberData(nameof(ModelNumbers))]
    public void Train_BothSides_SameLossesScoresAndParameters(int number)
    {
        var model = Models[number];
        var images = Images(model, 47);
        var rows = Enumerable.Range(0, 47).Select(i => i * 13 % 47).ToArray();
        var parameters = ImageProblems.InitialParameters(model, Precision.Float64, seed: 3);
        using var a = new ReferenceSide().StartEpochs(
            model,
            Precision.Float64,
            parameters,
            Momentum.Homework,
            images,
            10
        );
        using var b = TorchSide
            .Open("cpu", 1)
            .StartEpochs(model, Precision.Float64, parameters, Momentum.Homework, images, 10);

        double[] ofA = [.. a.Train(rows, 10), .. a.Train(rows.AsSpan(0, 40), 10)];
        double[] ofB =
        [
            .. b.Train(rows.AsSpan(0, 20), 10),
            .. b.Train(rows.AsSpan(20), 10),
            .. b.Train(rows.AsSpan(0, 40), 10),
        ];

        Assert.Equal(5 + 4, ofA.Length);
        AssertClose(ofA, ofB);
        Assert.True(ofA[^1] < ofA[0]);
        foreach (var (p, q) in a.CopyParameters().Zip(b.CopyParameters()))
        {
            Assert.Equal((p.Name, p.Rows, p.Columns), (q.Name, q.Rows, q.Columns));
            AssertClose(p.Values, q.Values);
        }
        var (scoreA, scoreB) = (a.Evaluate(images), b.Evaluate(images));
        AssertClose([scoreA.Loss], [scoreB.Loss]);
        Assert.Equal(scoreA.Correct, scoreB.Correct);
        Assert.Equal(model.NeedsLabels, scoreA.Correct > 0);
    }

    /// <summary>The run at full speed and the one that can be stepped, read and overwritten are the same run.</summary>
    [Theory]
    [MemberData(nameof(ModelNumbers))]
    public void Train_IsStepAfterStep(int number)
    {
        var model = Models[number];
        var images = Images(model, 20);
        var parameters = ImageProblems.InitialParameters(model, Precision.Float32, seed: 3);
        var side = new ReferenceSide();
        using var epochs = side.StartEpochs(model, Precision.Float32, parameters, Adam.Homework, images, 20);
        using var steps = side.Start(model, Precision.Float32, parameters, Adam.Homework);
        epochs.Train([.. Enumerable.Range(0, 20), .. Enumerable.Range(0, 20)], 20);
        for (var update = 0; update < 2; update++)
            steps.Step(new Batch(20, images.X, images.Labels));
        foreach (var (p, q) in epochs.CopyParameters().Zip(steps.CopyParameters()))
            Assert.Equal(q.Values, p.Values);
    }

    private static Batch Images(ModelSpec model, int count)
    {
        var set = ImageProblems.Training(
            model,
            Datasets.Load("digits", TestContext.Current.CancellationToken).Train,
            Precision.Float32,
            batch: count,
            updates: 1,
            seed: 1
        );
        return new Batch(set.X.Length / set.Inputs, set.X, set.Labels);
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance: 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }
}
