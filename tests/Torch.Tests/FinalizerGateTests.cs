using Compare.Torch.Calls;
using Compare.Torch.Models;
using Compare.Torch.Training;

namespace Compare.Torch.Tests;

/// <summary>
/// Temporaries that TorchSharp hands to native code are not freed under it. Without the gate two of three runs of 30,000 steps of Adam
/// failed beside a thread that collects ("Expected false to be true", from Scalar.h).
/// </summary>
public sealed class FinalizerGateTests
{
    /// <summary>Rounds of an empty loop between two collections: some tenths of a millisecond, so that others get on.</summary>
    private const int Pause = 30_000;

    static FinalizerGateTests() => Compare.Torch.Loading.Libtorch.EnsureLoaded();

    private static readonly TorchOptions Options = new(TorchPrecision.Float32, TorchDevice.Cpu);

    [Fact]
    public Task Step_BesideAThreadThatCollects_KeepsItsTemporaries() => TrainBesideAThreadThatCollects(steps: 10_000);

    [Fact(Explicit = true)]
    public Task Step_BesideAThreadThatCollectsForLong_KeepsItsTemporaries() =>
        TrainBesideAThreadThatCollects(steps: 60_000);

    /// <summary>Whoever waits for finalizers goes on soon after the last call, and in a pause between two.</summary>
    [Fact]
    public void WaitForPendingFinalizers_AfterACall_Returns()
    {
        for (var i = 0; i < 3; i++)
        {
            using (NativeCalls.Begin())
                Assert.True(FinalizerGate.IsHolding);
            Unreachable();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.False(FinalizerGate.IsHolding);
        }
        Assert.Equal(3, Finalized.Count);
    }

    [Fact]
    public void Begin_WithinACall_EndsWithTheOuterOne()
    {
        using (NativeCalls.Begin())
        {
            using (NativeCalls.Begin())
                Assert.True(FinalizerGate.IsHolding);
            Thread.Sleep(200);
            Assert.True(FinalizerGate.IsHolding);
        }
    }

    private static async Task TrainBesideAThreadThatCollects(int steps)
    {
        using var ends = new CancellationTokenSource();
        var collecting = Task.Run(
            () =>
            {
                while (!ends.IsCancellationRequested)
                {
                    GC.Collect(0);
                    Thread.SpinWait(Pause);
                }
            },
            CancellationToken.None
        );
        try
        {
            var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Train(steps / 2))));
            Assert.Equal(runs[0], runs[1]);
            Assert.All(runs[0], weight => Assert.True(double.IsFinite(weight)));
        }
        finally
        {
            await ends.CancelAsync();
            await collecting;
        }
    }

    private static double[] Train(int steps)
    {
        double[] w1 = [.. Enumerable.Range(0, 12).Select(i => 0.1 * Math.Sin(i))],
            w2 = [.. Enumerable.Range(0, 12).Select(i => 0.1 * Math.Cos(i))];
        using var model = new TorchAutoencoder("tanh", 4, 3, w1, w2, Options);
        using var training = new TorchTraining(model, new TorchAdam { LearningRate = 1e-3 });
        double[] x = [.. Enumerable.Range(0, 20).Select(i => Math.Sin(1 + i))];
        for (var step = 0; step < steps; step++)
            training.Step(x, 5);
        return model.CopyParameter(0);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Unreachable() => _ = new Finalized();

    private sealed class Finalized
    {
        private static int _count;

        public static int Count => Volatile.Read(ref _count);

        ~Finalized() => Interlocked.Increment(ref _count);
    }
}
