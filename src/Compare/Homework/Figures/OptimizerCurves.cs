using System.Globalization;
using Compare.Homework.Runs;
using Compare.Results;

namespace Compare.Homework.Figures;

/// <summary>Figures 14 to 16: training loss of the classifier under each optimizer, one figure for each step size, linear and logarithmic.</summary>
/// <param name="results">The runs.</param>
internal sealed class OptimizerCurves(RunResults results)
{
    private const int FirstFigure = 14;

    /// <summary>Makes the figures of the step sizes that have runs.</summary>
    /// <param name="remarks">By figure number what is to be said of it besides.</param>
    public IEnumerable<PanelFigure> Figures(Func<int, string> remarks)
    {
        for (var i = 0; i < Grid.StepSizes.Count; i++)
        {
            var groups = results.Table2.Where(group => group.Cell.StepSize == Grid.StepSizes[i]).ToList();
            if (groups.Count > 0)
                yield return Figure(FirstFigure + i, groups, remarks);
        }
    }

    private static PanelFigure Figure(int number, List<RunGroup> groups, Func<int, string> remarks)
    {
        var cell = groups[0].Cell;
        var x = Enumerable.Range(1, cell.Epochs).Select(epoch => (double)epoch).ToList();
        List<LineSeries> losses =
        [
            .. groups.Select(group => new LineSeries(
                $"{group.Cell.Row}, {group.Cell.Side}",
                x,
                group.Over(run => run.TrainLosses, Enumerable.Average)
            )
            {
                Family = group.Cell.Row,
            }),
        ];
        var pairs = groups
            .GroupBy(group => group.Cell.Row)
            .Where(rule => rule.Count() == 2 && rule.First().Common(rule.Last()) is not null)
            .Select(rule => (rule.Key, rule.First(), rule.Last()))
            .ToList();
        return new PanelFigure(
            FormattableString.Invariant($"figure/{number}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Figure {number}: loss of every optimizer, step size {cell.StepSize:0.#####}"
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Cross-entropy as the mean over each epoch's batches, means over {groups[0].Runs.Count} seeds, on a linear and on a logarithmic axis. Below, the largest relative difference of the two sides over equal seeds, with what one rounding per update adds up to: above that line a rule amplifies roundings, and the sides' curves are draws from one distribution.{remarks(number)}"
            ),
            "epoch",
            [
                new LinePanel("loss", LogarithmicY: false, losses),
                new LinePanel("loss, logarithmic", LogarithmicY: true, losses),
                .. pairs.Count == 0 ? Array.Empty<LinePanel>() : [SideDifferences.Panel(pairs, x, isFamily: true)],
            ],
            []
        );
    }
}
