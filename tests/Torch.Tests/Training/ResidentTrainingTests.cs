using Compare.Torch.ByHand;
using Compare.Torch.Models;
using Compare.Torch.Training;
using TorchSharp;

namespace Compare.Torch.Tests.Training;

/// <summary>Images and losses that stay in libtorch, and the hand-written steps, against the plain ones.</summary>
public sealed class ResidentTrainingTests
{
    private const int Inputs = 6;
    private const int Images = 7;

    /// <summary>Five steps of fewer than a thousand operations on numbers of size one.</summary>
    private const double Tolerance = 5_000 * 1.1102230246251565e-16;

    private static readonly int[] Widths = [Inputs, 5, 4, 3];
    private static readonly TorchOptions Options = new(Device: TorchDevice.Cpu);

    private static readonly (string Name, TorchRule Rule)[] Rules =
    [
        ("sgd", new TorchSgd { LearningRate = 0.05 }),
        ("sgd with a step size that is a float", new TorchSgd { LearningRate = 0.0625 }),
        ("momentum", new TorchSgd { LearningRate = 0.05, Momentum = 0.9 }),
        ("rmsprop", new TorchRmsProp { LearningRate = 0.01, Alpha = 0.9 }),
        ("adam", new TorchAdam { LearningRate = 0.01 }),
        ("adagrad", new TorchAdaGrad { LearningRate = 0.05 }),
    ];

    public static TheoryData<string> RuleNames => [.. Rules.Select(rule => rule.Name)];

    public static TheoryData<string> Activations => [.. TorchAutoencoder.Activations];

    [Fact]
    public void Step_OnRowsOfResidentImages_IsTheStepOnTheirCopies()
    {
        using var resident = Resident();
        using var one = Classifier();
        using var other = Classifier();
        using var ofResident = new TorchTraining(one, Rule("adam"));
        using var ofCopies = new TorchTraining(other, Rule("adam"));
        int[][] batches =
        [
            [0, 3, 5],
            [6, 6],
            [1, 2, 4, 0, 5],
        ];
        var losses = new List<double>();
        foreach (var rows in batches)
        {
            ofResident.Step(resident, rows);
            losses.Add(ofCopies.Step([.. rows.SelectMany(Image)], rows.Length, [.. rows.Select(row => Labels[row])]));
        }
        Assert.Equal(losses, ofResident.TakeLosses());
        Assert.Empty(ofResident.TakeLosses());
        Assert.Equal(3, ofResident.Updates);
        for (var p = 0; p < one.Parameters.Count; p++)
            Assert.Equal(other.CopyParameter(p), one.CopyParameter(p));
    }

    [Fact]
    public void Evaluate_OfResidentImages_CountsTheLargestLogits()
    {
        using var resident = Resident();
        using var model = Classifier();
        var logits = model.Outputs(X, Images);
        var correct = Enumerable
            .Range(0, Images)
            .Count(i => logits[(3 * i)..(3 * i + 3)] is var row && Array.IndexOf(row, row.Max()) == Labels[i]);
        var (loss, counted) = model.Evaluate(resident);
        Assert.Equal(model.Loss(X, Images, Labels), loss, Tolerance);
        Assert.Equal(correct, counted);
        Assert.InRange(correct, 1, Images - 1);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void ByHand_Autoencoder_IsTheIdiomaticStep(string activation)
    {
        double[] w1 = Draw(1, 4 * Inputs),
            w2 = Draw(2, Inputs * 4);
        foreach (var (_, rule) in Rules)
        {
            using var model = new TorchAutoencoder(activation, Inputs, 4, w1, w2, Options);
            using var byHand = new ByHandAutoencoder(activation, Inputs, 4, w1, w2, rule, Options);
            using var images = new TorchImages(X, Images, [], Options);
            CheckSameSteps(model, rule, byHand, images);
        }
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void ByHand_Classifier_IsTheIdiomaticStep(string rule)
    {
        using var model = Classifier();
        using var byHand = new ByHandClassifier(Widths, Parameters(), Rule(rule), Options);
        using var images = Resident();
        CheckSameSteps(model, Rule(rule), byHand, images);
    }

    [Fact]
    public void Steps_Repeated_LeaveNoTensorBehind()
    {
        using var model = Classifier();
        var before = torch.Tensor.TotalCount;
        using (var resident = Resident())
        using (var training = new TorchTraining(model, Rule("momentum")))
        using (var byHand = new ByHandClassifier(Widths, Parameters(), Rule("adam"), Options))
        {
            for (var step = 0; step < 3; step++)
            {
                training.Step(resident, []);
                byHand.Step(resident);
            }
            training.TakeLosses();
            var (inUse, losses) = (torch.Tensor.TotalCount, 20);
            for (var step = 0; step < losses; step++)
            {
                training.Step(resident, [1, 2]);
                byHand.Step(resident);
                model.Evaluate(resident);
            }
            Assert.Equal(inUse + losses, torch.Tensor.TotalCount);
            training.TakeLosses();
            Assert.Equal(inUse, torch.Tensor.TotalCount);
            training.Step(resident, []);
        }
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Images_ThatDoNotFit_AreRefusedByName()
    {
        using var model = Classifier();
        using var training = new TorchTraining(model, Rule("sgd"));
        using var resident = Resident();
        using var unlabelled = new TorchImages(X, Images, [], Options);
        using var narrow = new TorchImages(new double[Images * 5], Images, Labels, Options);
        Refused("Row 7 is none of the 7 images", () => training.Step(resident, [0, 7]));
        Refused("5 pixels, the model takes 6", () => training.Step(narrow, []));
        Refused("labels of 0 classes, the model has 3", () => training.Step(unlabelled, []));
        Refused("3 labels for 7 images", () => new TorchImages(X, Images, [0, 1, 2], Options).Dispose());
        Refused("42 pixels are no 5 images", () => new TorchImages(X, 5, [], Options).Dispose());
        Refused("negative", () => new TorchImages(X, Images, [0, 1, 2, 0, 1, 2, -1], Options).Dispose());
        resident.Dispose();
        Assert.Throws<ObjectDisposedException>(() => training.Step(resident, []));

        static void Refused(string words, Action call) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    private static int[] Labels => [0, 1, 2, 2, 1, 0, 1];

    private static double[] X => Draw(3, Images * Inputs);

    private static double[] Image(int row) => X[(row * Inputs)..((row + 1) * Inputs)];

    private static TorchRule Rule(string name) => Rules.Single(rule => rule.Name == name).Rule;

    private static TorchImages Resident() => new(X, Images, Labels, Options);

    private static TorchClassifier Classifier() => new(Widths, Parameters(), Options);

    private static double[][] Parameters() =>
        [
            .. Enumerable
                .Range(0, 2 * (Widths.Length - 1))
                .Select(p => Draw(10 + p, p % 2 == 0 ? Widths[p / 2] * Widths[p / 2 + 1] : Widths[p / 2 + 1])),
        ];

    private static void CheckSameSteps(TorchModel model, TorchRule rule, ByHandTraining byHand, TorchImages images)
    {
        using var training = new TorchTraining(model, rule);
        for (var step = 0; step < 5; step++)
        {
            training.Step(images, []);
            byHand.Step(images);
            Assert.Equal(Assert.Single(training.TakeLosses()), byHand.Loss, Tolerance);
        }
        for (var p = 0; p < model.Parameters.Count; p++)
        {
            var (expected, actual) = (model.CopyParameter(p), byHand.CopyParameter(p));
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], Tolerance);
        }
    }

    private static double[] Draw(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
