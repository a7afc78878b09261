using System.Globalization;
using System.Runtime.InteropServices;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;

namespace Compare.Homework.Runs;

/// <summary>Carries out the training run of a cell.</summary>
internal static class CellRun
{
    private const int KeptLosses = 600;

    /// <summary>Trains from the beginning.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="data">Images.</param>
    /// <param name="side">The side that the cell names.</param>
    /// <param name="cancellation">Ends the run between two epochs, without a result.</param>
    /// <returns>The result.</returns>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static CellResult Of(Cell cell, HomeworkData data, IEpochSide side, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var model = cell.Model(data.Pixels);
        var (train, test) = data.For(model);
        var seed = RandomSource.SeedOf((ulong)cell.Seed, (ulong)cell.Part);
        var order = new RandomSource(RandomSource.SeedOf(seed, 1));
        var updates = train.Count / cell.Batch;
        var every = Math.Max(1, updates * cell.Epochs / KeptLosses);
        List<double> trainLosses = [],
            testLosses = [],
            accuracies = [],
            stepLosses = [];
        var training = TimeSpan.Zero;
        using var run = side.StartEpochs(
            model,
            Precision.Float32,
            ImageProblems.InitialParameters(model, Precision.Float32, seed),
            cell.Rule,
            train,
            cell.Batch
        );
        for (var epoch = 0; epoch < cell.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = ImageProblems.Shuffled(train.Count, order).AsSpan(0, updates * cell.Batch);
            var before = TimeProvider.System.GetTimestamp();
            var losses = run.Train(rows, cell.Batch);
            training += TimeProvider.System.GetElapsedTime(before);
            trainLosses.Add(losses.Average());
            for (var update = 0; update < losses.Length; update++)
                if ((epoch * updates + update) % every == 0)
                    stepLosses.Add(losses[update]);
            var score = run.Evaluate(test);
            testLosses.Add(score.Loss);
            accuracies.Add((double)score.Correct / test.Count);
        }
        return new CellResult
        {
            Settings = cell.Settings,
            Updates = updates * cell.Epochs,
            TrainLosses = trainLosses,
            TestLosses = testLosses,
            Accuracies = accuracies,
            StepsBetweenLosses = every,
            StepLosses = stepLosses,
            Weights = cell.KeepsWeights ? [.. run.CopyParameters().Select(p => CellResult.Bytes(p.Values))] : [],
            Environment = Duration(TimeProvider.System.GetElapsedTime(started), training),
        };
    }

    /// <summary>What may differ between two equal runs.</summary>
    /// <param name="whole">Duration of the run.</param>
    /// <param name="training">How much of it went into training steps.</param>
    /// <returns>Machine and durations.</returns>
    public static Dictionary<string, string> Duration(TimeSpan whole, TimeSpan training) =>
        new()
        {
            [CellResult.Seconds] = Text(whole),
            [CellResult.SecondsInSteps] = Text(training),
            ["system"] = RuntimeInformation.OSDescription,
            ["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        };

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
}
