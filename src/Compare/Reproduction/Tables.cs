using System.Globalization;
using Compare.Checks;
using Compare.Reports;

namespace Compare.Reproduction;

/// <summary>Tables 1 and 2 beside the homework's numbers.</summary>
/// <param name="results">The runs that there are.</param>
/// <param name="pixels">d.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class Tables(IReadOnlyDictionary<Cell, CellResult> results, int pixels, bool isPaper)
{
    /// <summary>The name of the check in findings.</summary>
    public const string Check = "reproduction";

    private const double NearLoss = 0.05;
    private const double NearPercent = 1.5;

    /// <summary>Table 1.</summary>
    /// <param name="bounds">By hidden size, PCA's lower bounds for training and test, in the unit of Eq. (1).</param>
    public TableFigure Table1(IReadOnlyDictionary<int, (double Train, double Test)> bounds) =>
        new(
            "figure/table1",
            "Table 1: loss of the autoencoders",
            Text(
                $"Training loss as the homework prints it: the squared error of a batch of 100 images, averaged over the {pixels} pixels and halved, mean of the last epoch; its test loss is Eq. (1)'s, {pixels / 100.0:0.00} times as large a unit. Mean over seeds and standard deviation. PCA is the lower bound of any code of that size: on the training images, and on the test images with components of their own."
            ),
            [
                "cell",
                "side",
                "runs",
                "train",
                "+-",
                "printed",
                "verdict",
                "test",
                "+-",
                "printed",
                "verdict",
                "PCA train",
                "PCA test",
            ],
            [
                .. Groups(1)
                    .Select(group =>
                    {
                        var cell = group.Key;
                        var train = Spread.Of([.. group.Select(pair => pair.Value.TrainLosses[^1] * 100 / pixels)]);
                        var test = Spread.Of([.. group.Select(pair => pair.Value.TestLosses[^1])]);
                        var (printedTrain, printedTest) = Paper.Table1(cell.Row, cell.Hidden);
                        var bound = bounds.TryGetValue(cell.Hidden, out var found) ? found : (double.NaN, double.NaN);
                        return (IReadOnlyList<string>)
                            [
                                Text($"{cell.Row}, k = {cell.Hidden}"),
                                cell.Side,
                                Text($"{train.Count}"),
                                .. Columns(train, printedTrain, NearLoss * printedTrain),
                                .. Columns(test, printedTest, NearLoss * printedTest),
                                Number(bound.Item1 * 100 / pixels),
                                Number(bound.Item2),
                            ];
                    }),
            ]
        );

    /// <summary>Table 2.</summary>
    public TableFigure Table2() =>
        new(
            "figure/table2",
            "Table 2: test accuracy of the classifier",
            "Percent after the last epoch, mean over seeds and standard deviation. Adam stands twice: as published, and with the number of "
                + "the parameter tensor where the bias correction has the step count, which is what the printed row holds; torch.optim has "
                + "no such option, so that row is from scratch only.",
            ["rule", "step size", "side", "runs", "accuracy", "+-", "printed", "verdict", "train loss"],
            [
                .. Groups(2)
                    .Select(group =>
                    {
                        var cell = group.Key;
                        var accuracy = Spread.Of([.. group.Select(pair => 100 * pair.Value.Accuracies[^1])]);
                        return (IReadOnlyList<string>)
                            [
                                cell.Row,
                                Number(cell.StepSize),
                                cell.Side,
                                Text($"{accuracy.Count}"),
                                .. Columns(accuracy, Paper.Table2(cell.Row, cell.StepSize), NearPercent),
                                Number(group.Average(pair => pair.Value.TrainLosses[^1])),
                            ];
                    }),
            ]
        );

    /// <summary>Both sides against each other, cell by cell: their means may differ by what seeds differ by.</summary>
    public IEnumerable<Finding> SidesAgainstEachOther()
    {
        foreach (var table in new[] { 1, 2 })
        foreach (var pair in Groups(table).GroupBy(group => group.Key with { Side = "" }))
        {
            var sides = pair.ToDictionary(group => group.Key.Side);
            if (sides.Count < 2)
                continue;
            var (a, b) = (sides[Grid.Reference], sides[Grid.Torch]);
            var cell = a.Key;
            double Value(CellResult result) => table == 1 ? result.TestLosses[^1] : 100 * result.Accuracies[^1];
            var (error, bound) = Spread
                .Of([.. a.Select(run => Value(run.Value))])
                .Against(Spread.Of([.. b.Select(run => Value(run.Value))]));
            var head = new FindingHead(
                Text(
                    $"{Check}/table{table}/{cell.Row.Replace(", ", "-").Replace(' ', '-')}/{(table == 1 ? cell.Hidden : cell.StepSize)}"
                ),
                Check,
                table == 1
                    ? Text($"Table 1, {cell.Row}, k = {cell.Hidden}: test loss of both sides, means over seeds")
                    : Text(
                        $"Table 2, {cell.Row}, step size {cell.StepSize}: test accuracy of both sides, means over seeds"
                    )
            );
            var status =
                error == 0 ? Status.Agrees
                : double.IsNaN(bound) ? Status.Vacuous
                : error <= bound ? Status.Rounding
                : Status.Disagrees;
            yield return head.Complete(
                status,
                error,
                double.IsNaN(bound) ? null : bound,
                double.IsNaN(bound) ? null
                    : error == 0 ? 0
                    : error / bound,
                Text($"{Departure(a, b)}"),
                status switch
                {
                    Status.Vacuous => "a single seed has no spread",
                    Status.Disagrees => "the sides differ by more than runs with other seeds",
                    _ => null,
                }
            );
        }
    }

    /// <summary>From which epoch the sides' training losses of equal seeds are farther apart than a float can tell them.</summary>
    private static string Departure(
        IEnumerable<KeyValuePair<Cell, CellResult>> a,
        IEnumerable<KeyValuePair<Cell, CellResult>> b
    )
    {
        const double Visible = 1e-4;
        var first = int.MaxValue;
        var largest = 0.0;
        foreach (var (x, y) in a.OrderBy(run => run.Key.Seed).Zip(b.OrderBy(run => run.Key.Seed)))
            for (var epoch = 0; epoch < x.Value.TrainLosses.Count; epoch++)
            {
                var (p, q) = (x.Value.TrainLosses[epoch], y.Value.TrainLosses[epoch]);
                var difference = p.Equals(q) ? 0 : Math.Abs(p - q) / Math.Abs(p);
                largest = Math.Max(largest, difference);
                if (!(difference <= Visible))
                    first = Math.Min(first, epoch + 1);
            }
        return first == int.MaxValue
            ? Text($"equal seeds stay within {largest:0.0e+00} in every epoch's training loss")
            : Text(
                $"equal seeds differ by more than {Visible} in the training loss from epoch {first} on, at most by {largest:0.0e+00}"
            );
    }

    private IEnumerable<IGrouping<Cell, KeyValuePair<Cell, CellResult>>> Groups(int table) =>
        results
            .Where(pair => pair.Key.Table == table)
            .GroupBy(pair => pair.Key with { Seed = 0 })
            .OrderBy(group =>
                table == 1
                    ? Reference.Activations.Activation.Names.ToList().IndexOf(group.Key.Row)
                    : Grid.Rules.ToList().IndexOf(group.Key.Row)
            )
            .ThenBy(group => group.Key.Hidden)
            .ThenByDescending(group => group.Key.StepSize)
            .ThenBy(group => group.Key.Side, StringComparer.Ordinal);

    private IEnumerable<string> Columns(Spread spread, double printed, double near) =>
        [
            Number(spread.Mean),
            double.IsNaN(spread.Deviation) ? "" : Number(spread.Deviation),
            isPaper ? printed.ToString(CultureInfo.InvariantCulture) : "",
            isPaper ? spread.Verdict(printed, HalfUnit(printed), near) : "",
        ];

    /// <summary>Half a unit of the last of the four digits that the homework prints.</summary>
    private static double HalfUnit(double printed) => 0.5 * Math.Pow(10, Math.Floor(Math.Log10(printed)) - 3);

    private static string Number(double value) => double.IsNaN(value) ? "" : Numbers.Text(value);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
