using System.Diagnostics;
using Compare.Torch.Models;
using Compare.Torch.Training;
using TorchSharp;

namespace Compare.Torch.Tests.Training;

public sealed class TorchTrainingTests
{
    private const int Inputs = 6;
    private const int Hidden = 3;
    private const int Images = 4;

    /// <summary>Every optimizer and every option that it has.</summary>
    private static readonly (string Name, TorchRule Rule)[] Rules =
    [
        ("sgd", new TorchSgd { LearningRate = 0.05 }),
        ("sgd, decay", new TorchSgd { LearningRate = 0.05, WeightDecay = 0.1 }),
        ("momentum", new TorchSgd { LearningRate = 0.05, Momentum = 0.9 }),
        (
            "momentum, dampened",
            new TorchSgd
            {
                LearningRate = 0.05,
                Momentum = 0.9,
                Dampening = 0.3,
                WeightDecay = 0.1,
            }
        ),
        (
            "momentum, Nesterov",
            new TorchSgd
            {
                LearningRate = 0.05,
                Momentum = 0.8,
                Nesterov = true,
            }
        ),
        ("rmsprop", new TorchRmsProp { LearningRate = 0.01, Alpha = 0.9 }),
        (
            "rmsprop, all",
            new TorchRmsProp
            {
                LearningRate = 0.01,
                Alpha = 0.8,
                Epsilon = 1e-4,
                Momentum = 0.5,
                Centred = true,
                WeightDecay = 0.1,
            }
        ),
        ("adam", new TorchAdam { LearningRate = 0.01 }),
        (
            "adam, all",
            new TorchAdam
            {
                LearningRate = 0.01,
                Beta1 = 0.7,
                Beta2 = 0.95,
                Epsilon = 1e-3,
                AmsGrad = true,
                WeightDecay = 0.1,
            }
        ),
        ("adagrad", new TorchAdaGrad { LearningRate = 0.05 }),
        (
            "adagrad, all",
            new TorchAdaGrad
            {
                LearningRate = 0.05,
                LearningRateDecay = 0.1,
                InitialAccumulator = 0.2,
                Epsilon = 1e-3,
                WeightDecay = 0.1,
            }
        ),
    ];

    public static TheoryData<string> Names => [.. Rules.Select(rule => rule.Name)];

    /// <summary>
    /// A dozen operations an update, each off by at most an ulp, on numbers of size one: 8 updates stay within 8 x 12 x 2u, and any
    /// option that did not arrive changes the fourth digit.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Update_GivenGradients_FollowsThePublishedRule(string name)
    {
        const double tolerance = 8 * 12 * 2 * 1.1102230246251565e-16;
        var rule = Rule(name);
        var random = new Random(5);
        var theta = Draw(random, Hidden * Inputs);
        using var model = Model(theta, Draw(random, Inputs * Hidden));
        using var training = new TorchTraining(model, rule);
        var expected = theta.Select(x => new PlainParameter(x)).ToArray();

        for (var update = 1; update <= 8; update++)
        {
            var gradient = Draw(random, Hidden * Inputs);
            training.Update([gradient, Draw(random, Inputs * Hidden)]);
            for (var i = 0; i < expected.Length; i++)
                expected[i].Update(rule, gradient[i], update);
        }

        var actual = model.CopyParameter(0);
        var state = training.CopyState(0);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Theta, actual[i], tolerance);
            for (var s = 0; s < training.Slots.Count; s++)
                Assert.Equal(expected[i].Slot(training.Slots[s]), state[s][i], tolerance);
        }
        Assert.Equal(8, training.Updates);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_IsUpdateWithTheModelsOwnGradient(string name)
    {
        var (x, w1, w2) = Numbers();
        using var stepped = Model(w1, w2);
        using var updated = Model(w1, w2);
        using var a = new TorchTraining(stepped, Rule(name));
        using var b = new TorchTraining(updated, Rule(name));
        for (var update = 0; update < 5; update++)
        {
            var gradient = updated.Evaluate(x, Images);
            b.Update(gradient.Gradients);
            Assert.Equal(gradient.Loss, a.Step(x, Images));
        }
        Assert.Equal(stepped.CopyParameter(0), updated.CopyParameter(0));
        Assert.Equal(stepped.CopyParameter(1), updated.CopyParameter(1));
    }

    /// <summary>Another run, further on and elsewhere, takes over after ten updates and must go on with the same bits.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void LoadState_OfAnotherRun_ContinuesItBitForBit(string name)
    {
        foreach (var at in new[] { 0, 1, 10 })
        {
            var (x, w1, w2) = Numbers();
            using var model = Model(w1, w2);
            using var training = new TorchTraining(model, Rule(name));
            using var other = Model(w2, w1);
            using var taking = new TorchTraining(other, Rule(name));
            for (var update = 0; update < at; update++)
                training.Step(x, Images);
            for (var update = 0; update < 3; update++)
                taking.Step(x, Images);

            for (var p = 0; p < 2; p++)
                other.LoadParameter(p, model.CopyParameter(p));
            taking.LoadState(training.Updates, [training.CopyState(0), training.CopyState(1)]);
            Assert.Equal(training.Updates, taking.Updates);

            for (var update = 0; update < 10; update++)
                Assert.Equal(training.Step(x, Images), taking.Step(x, Images));
            for (var p = 0; p < 2; p++)
            {
                Assert.Equal(model.CopyParameter(p), other.CopyParameter(p));
                Assert.Equal(training.CopyState(p), taking.CopyState(p));
            }
        }
    }

    [Fact]
    public void Calls_WrongCounts_SayBothNumbers()
    {
        var (_, w1, w2) = Numbers();
        using var model = Model(w1, w2);
        using var training = new TorchTraining(model, Rule("adam"));

        Assert.Contains(
            "There must be 2 gradients, 1 were given.",
            Assert.Throws<ArgumentException>(() => training.Update([w1])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "There must be 2 slots, 1 were given.",
            Assert
                .Throws<ArgumentException>(() =>
                    training.LoadState(
                        1,
                        [
                            [w1],
                            [w2],
                        ]
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => training.LoadState(-1, []));
        Assert.Throws<ArgumentException>(() => training.Update([w1, new double[5]]));
    }

    [Fact]
    public void Calls_AfterDispose_Throw()
    {
        var (x, w1, w2) = Numbers();
        using var model = Model(w1, w2);
        var training = new TorchTraining(model, Rule("adam"));
        training.Dispose();
        training.Dispose();
        Assert.Throws<ObjectDisposedException>(() => training.Step(x, Images));
    }

    /// <summary>100,000 updates in all. A single tensor of one number lost per update would be 10 MB and more.</summary>
    [Fact]
    public void Step_HundredThousandUpdates_NativeMemoryStaysFlat()
    {
        var (x, w1, w2) = Numbers();
        using var model = Model(w1, w2);
        Train(4_000); // until everything is compiled and every pool has its size
        Collect();
        var (tensors, memory) = (torch.Tensor.TotalCount, NativeBytes());
        Train(20_000);
        // Not collected first: nothing may wait for the collector, which does not see native memory.
        Assert.Equal(tensors, torch.Tensor.TotalCount);
        Assert.InRange(NativeBytes() - memory, long.MinValue, 8 << 20);

        void Train(int updates)
        {
            foreach (var name in new[] { "sgd", "momentum", "rmsprop", "adam", "adagrad" })
            {
                using var training = new TorchTraining(model, Rule(name) with { LearningRate = 1e-6 });
                for (var update = 0; update < updates; update++)
                    training.Step(x, Images);
            }
        }
    }

    [Fact]
    public void CopyAndLoad_Repeated_LeaveNoTensorBehind()
    {
        var (x, w1, w2) = Numbers();
        using var model = Model(w1, w2);
        var before = torch.Tensor.TotalCount;
        foreach (var (_, rule) in Rules)
        {
            using var training = new TorchTraining(model, rule);
            training.Step(x, Images);
            var count = torch.Tensor.TotalCount;
            for (var i = 0; i < 20; i++)
            {
                training.LoadState(training.Updates, [training.CopyState(0), training.CopyState(1)]);
                training.LoadState(0, [training.CopyState(0), training.CopyState(1)]);
                training.Step(x, Images);
                training.Update([w1, w2]);
            }
            Assert.Equal(count, torch.Tensor.TotalCount);
        }
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>What the process holds, less what the collector does.</summary>
    private static long NativeBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }

    private static TorchRule Rule(string name) => Rules.Single(rule => rule.Name == name).Rule;

    private static TorchAutoencoder Model(double[] w1, double[] w2) =>
        new("tanh", Inputs, Hidden, w1, w2, new TorchOptions(TorchPrecision.Float64, TorchDevice.Cpu));

    private static (double[] X, double[] W1, double[] W2) Numbers()
    {
        var random = new Random(4);
        return (Draw(random, Images * Inputs), Draw(random, Hidden * Inputs), Draw(random, Inputs * Hidden));
    }

    private static double[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
