using System.Globalization;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Homework.Timing;

/// <summary>How the time of a step grows with the batch, the hidden units and the threads.</summary>
internal static class ScalingTables
{
    private static readonly int[] Batches = [1, 3, 10, 30, 100, 300, 1000];
    private static readonly int[] HiddenSizes = [1, 3, 10, 25, 50, 100, 300, 1000];

    /// <summary>Autoencoders with tanh and SGD over a grid of sizes.</summary>
    /// <param name="images">Where the batches come from; larger ones are left out.</param>
    /// <param name="seed">Decides batches and parameters.</param>
    public static IReadOnlyList<TrainingCell> Cells(ImageSet images, ulong seed) =>
        [
            .. from batch in Batches
            where batch <= images.Count
            from hidden in HiddenSizes
            select new TrainingCell(
                ImageProblems.Of(
                    new AutoencoderSpec("tanh", images.Rows * images.Columns, hidden),
                    images,
                    Precision.Float32,
                    batch,
                    seed
                ),
                Sgd.Homework with
                {
                    LearningRate = 0.005,
                }
            ),
        ];

    /// <summary>One table per number of threads.</summary>
    public static IReadOnlyList<Figure> Of(IReadOnlyDictionary<int, IReadOnlyList<CellTimes>> results) =>
        [.. results.OrderBy(pair => pair.Key).Select(pair => Table(pair.Value, pair.Key))];

    private static TableFigure Table(IReadOnlyList<CellTimes> results, int threads)
    {
        var worst = results.MinBy(result => result.RatioToFaster)!;
        var sizes = results.Select(Hidden).Distinct().Order().ToList();
        return new TableFigure(
            FormattableString.Invariant($"figure/scaling/threads/{threads}"),
            FormattableString.Invariant($"Scaling, {threads} {(threads == 1 ? "thread" : "threads")}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Milliseconds per step of the from-scratch side, autoencoder with tanh, and in brackets how many times as long the faster of TorchSharp and hand-written tensor code takes; at least {worst.RatioToFaster:0.00}, at {Hidden(worst)} hidden units and a batch of {Batch(worst)}."
            ),
            ["batch", .. sizes.Select(k => FormattableString.Invariant($"k = {k}"))],
            [
                .. results
                    .GroupBy(Batch)
                    .OrderBy(row => row.Key)
                    .Select(row =>
                        (IReadOnlyList<string>)
                            [
                                Numbers.Text(row.Key),
                                .. sizes.Select(k =>
                                    row.FirstOrDefault(result => Hidden(result) == k) is { } cell ? Text(cell) : ""
                                ),
                            ]
                    ),
            ]
        );
    }

    private static string Text(CellTimes times) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Numbers.Text(times.Milliseconds[0])} ({times.RatioToFaster:0.00})"
        );

    private static int Batch(CellTimes times) => times.Cell.Problem.Batch.Count;

    private static int Hidden(CellTimes times) => ((AutoencoderSpec)times.Cell.Problem.Model).Hidden;
}
