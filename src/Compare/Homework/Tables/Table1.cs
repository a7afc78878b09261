using System.Globalization;
using Compare.Homework.Runs;
using Compare.Results;

namespace Compare.Homework.Tables;

/// <summary>Table 1, losses of the autoencoders, beside the homework's numbers and PCA's bounds.</summary>
/// <param name="results">The runs.</param>
/// <param name="pixels">d.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class Table1(RunResults results, int pixels, bool isPaper)
{
    private const double Batch = 100;

    /// <summary>A relative distance up to which a loss is near.</summary>
    private const double Near = 0.05;

    /// <summary>Makes the table.</summary>
    /// <param name="bounds">By hidden size PCA's lower bounds for training and test images, in the unit of Eq. (1).</param>
    public TableFigure Figure(IReadOnlyDictionary<int, (double Train, double Test)> bounds) =>
        new(
            "figure/table1",
            "Table 1: loss of the autoencoders",
            Text(
                $"The homework's two columns are in different units: its test loss is Eq. (1), half the squared error of an image; its training loss is the squared error of a batch of {Batch} images averaged over the {pixels} pixels and halved, which is Eq. (1) times {Batch}/{pixels}, so that Eq. (1) is {pixels / Batch:0.00} times the printed number. Both are shown here. Training loss as the mean over the last epoch's batches, each before its update. Mean over the seeds and +- standard deviation; within: the printed value lies within 3 standard deviations and its own rounding; near: within {Near:0 %}. PCA: what no code of that size can go below, on the training images, and on the test images with components of their own."
            ),
            [
                "cell",
                "side",
                "runs",
                "train",
                "+-",
                "printed",
                "verdict",
                "train, Eq. (1)",
                "test, Eq. (1)",
                "+-",
                "printed",
                "verdict",
            ],
            [.. results.Table1.Select(Row), .. bounds.OrderBy(bound => bound.Key).Select(Bound)]
        );

    private IReadOnlyList<string> Row(RunGroup group)
    {
        var cell = group.Cell;
        var inItsUnit = Spread.Of([.. group.Runs.Select(run => run.TrainLosses[^1] * Batch / pixels)]);
        var (train, test) = Paper.Table1(cell.Row, cell.Hidden);
        return
        [
            Text($"{cell.Row}, k = {cell.Hidden}"),
            cell.Side,
            Text($"{group.Runs.Count}"),
            .. PrintedValue.Columns(inItsUnit, isPaper ? train : null, Near * train),
            PrintedValue.Digits(group.TrainLoss.Mean),
            .. PrintedValue.Columns(group.TestLoss, isPaper ? test : null, Near * test),
        ];
    }

    private IReadOnlyList<string> Bound(KeyValuePair<int, (double Train, double Test)> bound) =>
        [
            Text($"PCA's bound, k = {bound.Key}"),
            "exact",
            "",
            PrintedValue.Digits(bound.Value.Train * Batch / pixels),
            "",
            "",
            "",
            PrintedValue.Digits(bound.Value.Train),
            PrintedValue.Digits(bound.Value.Test),
            "",
            "",
            "",
        ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
