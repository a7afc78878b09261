using System.Globalization;
using Compare.Homework.Runs;
using Compare.Reference.Activations;
using Compare.Results;

namespace Compare.Homework.Figures;

/// <summary>Figures 3 to 7: loss over the epochs of the autoencoders, one figure for each activation, training and test in one unit.</summary>
/// <param name="results">The runs.</param>
internal sealed class LearningCurves(RunResults results)
{
    /// <summary>The number of the homework's figure of an activation.</summary>
    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["relu"] = 3,
        ["sigmoid"] = 4,
        ["tanh"] = 5,
        ["identity"] = 6,
        ["negative"] = 7,
    };

    /// <summary>Makes the figures of the activations that have runs on both sides.</summary>
    /// <param name="bounds">By hidden size PCA's lower bounds for training and test images; Eq. (1).</param>
    /// <param name="remarks">By figure number what is to be said of it besides.</param>
    public IEnumerable<PanelFigure> Figures(
        IReadOnlyDictionary<int, (double Train, double Test)> bounds,
        Func<int, string> remarks
    )
    {
        foreach (var activation in Activation.Names)
        {
            var sizes = Grid
                .HiddenSizes.Select(hidden =>
                    (
                        Hidden: hidden,
                        A: results.Autoencoder(activation, hidden, Grid.Reference),
                        B: results.Autoencoder(activation, hidden, Grid.Torch)
                    )
                )
                .Where(size => size.A is not null && size.B is not null && size.A.Common(size.B) is not null)
                .Select(size => (size.Hidden, A: size.A!, B: size.B!))
                .ToList();
            if (sizes.Count > 0)
                yield return Figure(activation, sizes, bounds, remarks);
        }
    }

    private static PanelFigure Figure(
        string activation,
        List<(int Hidden, RunGroup A, RunGroup B)> sizes,
        IReadOnlyDictionary<int, (double Train, double Test)> bounds,
        Func<int, string> remarks
    )
    {
        var (epochs, runs) = (sizes[0].A.Cell.Epochs, sizes[0].A.Runs.Count);
        var x = Enumerable.Range(1, epochs).Select(epoch => (double)epoch).ToList();
        LineSeries Curve(string name, RunGroup group, Func<CellResult, IReadOnlyList<double>> of) =>
            new($"{name}, {group.Cell.Side}", x, group.Over(of, Enumerable.Average)) { Family = name };
        IEnumerable<LineSeries> Losses((int Hidden, RunGroup A, RunGroup B) size)
        {
            foreach (var group in new[] { size.A, size.B })
            {
                yield return Curve("training", group, run => run.TrainLosses);
                yield return Curve("test", group, run => run.TestLosses);
            }
            foreach (
                var of in new Func<CellResult, IReadOnlyList<double>>[]
                {
                    run => run.TrainLosses,
                    run => run.TestLosses,
                }
            )
                if (runs > 1)
                    yield return new LineSeries($"{runs} seeds, {size.A.Cell.Side}", x, size.A.Over(of, Enumerable.Max))
                    {
                        Low = size.A.Over(of, Enumerable.Min),
                    };
            if (bounds.TryGetValue(size.Hidden, out var bound))
                yield return new LineSeries("PCA's bound, training", x, [.. x.Select(_ => bound.Train)]);
        }
        return new PanelFigure(
            $"figure/{Numbers[activation]}",
            $"Figure {Numbers[activation]}: learning curves, {activation}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Eq. (1), half the squared error of an image, after each epoch: training as the mean over the epoch's batches, test over all test images; means over {runs} seed{(runs == 1 ? "" : "s, with their range as a band")}, step size {sizes[0].A.Cell.StepSize}. Below, the largest relative difference of the two sides' training losses over equal seeds, with what one rounding per update adds up to.{remarks(Numbers[activation])}"
            ),
            "epoch",
            [
                .. sizes.Select(size => new LinePanel(
                    FormattableString.Invariant($"loss, k = {size.Hidden}"),
                    LogarithmicY: false,
                    [.. Losses(size)]
                )),
                SideDifferences.Panel(
                    sizes.Select(size => (FormattableString.Invariant($"k = {size.Hidden}"), size.A, size.B)),
                    x,
                    isFamily: false
                ),
            ],
            []
        );
    }
}
