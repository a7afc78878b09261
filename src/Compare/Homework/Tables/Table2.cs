using System.Globalization;
using Compare.Homework.Runs;
using Compare.Results;

namespace Compare.Homework.Tables;

/// <summary>Table 2, test accuracy of the classifier under each optimizer, beside the homework's numbers.</summary>
/// <param name="results">The runs.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class Table2(RunResults results, bool isPaper)
{
    /// <summary>A distance in percent up to which an accuracy is near.</summary>
    private const double Near = 1.5;

    /// <summary>Makes the table.</summary>
    public TableFigure Figure() =>
        new(
            "figure/table2",
            "Table 2: test accuracy of the classifier",
            FormattableString.Invariant(
                $"Percent of the test images after the last epoch, mean over the seeds and +- standard deviation; within: the printed value lies within 3 standard deviations and its own rounding; near: within {Near} points. Adam stands twice: as Kingma and Ba define it, and with the number of the parameter tensor where the bias correction has the step count, which is what the printed row holds; torch.optim has no such option, so that row is from scratch only. The last row has no hidden layer: multiclass logistic regression by ML.NET (L-BFGS, maximum entropy)."
            ),
            ["rule", "step size", "side", "runs", "accuracy", "+-", "printed", "verdict", "train loss"],
            [
                .. results.Table2.Select(Row),
                .. results.Baseline is { } baseline ? [Row(baseline)] : Array.Empty<string[]>(),
            ]
        );

    private IReadOnlyList<string> Row(RunGroup group) =>
        [
            group.Cell.Row,
            group.Cell.StepSize.ToString("0.#####", CultureInfo.InvariantCulture),
            group.Cell.Side,
            FormattableString.Invariant($"{group.Runs.Count}"),
            .. PrintedValue.Columns(
                group.Accuracy,
                isPaper ? Paper.Table2(group.Cell.Row, group.Cell.StepSize) : null,
                Near
            ),
            Numbers.Text(group.TrainLoss.Mean),
        ];

    private static string[] Row(CellResult baseline) =>
        [
            Cell.Baseline,
            "",
            Grid.MlNet,
            "1",
            PrintedValue.Digits(100 * baseline.Accuracies[^1]),
            "",
            "",
            "",
            Numbers.Text(baseline.TrainLosses[^1]),
        ];
}
