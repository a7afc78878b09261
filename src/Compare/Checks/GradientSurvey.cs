using Compare.Data;
using Compare.Reports;
using Compare.Sides;

namespace Compare.Checks;

/// <summary>The gradient check over a grid of activations, hidden sizes and precisions on real images.</summary>
/// <param name="First">The side with the hand-derived gradients.</param>
/// <param name="Second">The side to compare with.</param>
/// <param name="Images">Where the batch is drawn from.</param>
/// <param name="Activations">Names.</param>
/// <param name="Hidden">Hidden sizes, each at least 1.</param>
/// <param name="Precisions">Precisions.</param>
/// <param name="Batch">B, at least 1.</param>
/// <param name="Seed">Decides batch, weights and directions.</param>
/// <param name="Threads">Greatest number of threads of the judge.</param>
public sealed record GradientSurvey(
    ISide First,
    ISide Second,
    ImageSet Images,
    IReadOnlyList<string> Activations,
    IReadOnlyList<int> Hidden,
    IReadOnlyList<Precision> Precisions,
    int Batch,
    ulong Seed,
    int Threads
)
{
    private const int HistogramBins = 40;

    /// <summary>The problems of the grid, sizes innermost.</summary>
    /// <returns>One problem per cell.</returns>
    private IEnumerable<(string Activation, Precision Precision, int Hidden)> Cells =>
        from activation in Activations
        from precision in Precisions
        from hidden in Hidden
        select (activation, precision, hidden);

    /// <summary>Runs the grid.</summary>
    /// <param name="progress">Told the cells done, their number, and the cell about to run.</param>
    /// <param name="cancellation">Ends the run between two cells.</param>
    /// <returns>Findings and figures of the cells that were finished.</returns>
    public Survey Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var check = new GradientCheck(First, Second, Seed, Threads);
        var cells = Cells.ToList();
        var findings = new List<Finding>();
        var preActivations = new SortedDictionary<int, double[]>();
        var done = 0;
        foreach (var (activation, precision, hidden) in cells)
        {
            if (cancellation.IsCancellationRequested)
                break;
            progress(done++, cells.Count, $"gradients of {activation}, k = {hidden}, {precision.Name()}");
            var problem = Problems.Autoencoder(Images, activation, hidden, precision, Batch, Seed);
            var (found, judgement) = check.Run(problem, differences: precision == Precisions[0]);
            findings.AddRange(found);
            preActivations.TryAdd(hidden, judgement.PreActivations);
        }
        if (preActivations.Count == 0)
            return new Survey(findings, []);
        return new Survey(findings, [Ratios(findings), Histogram(preActivations)]);
    }

    private static BarFigure Ratios(List<Finding> findings)
    {
        // gradients/autoencoder/ACTIVATION/K/PRECISION/TENSOR/...
        var sides = findings.Where(finding => finding.Id.EndsWith("/sides", StringComparison.Ordinal));
        var parts = sides.Select(finding => (Place: finding.Id.Split('/'), finding.Ratio)).ToList();
        var categories = parts.Select(part => $"{part.Place[2]} {part.Place[3]} {part.Place[4]}").Distinct().ToList();
        var series = parts
            .GroupBy(part => part.Place[5])
            .Select(tensor => new BarSeries(tensor.Key, [.. tensor.Select(part => part.Ratio ?? double.NaN)]))
            .ToList();
        return new BarFigure(
            "figure/gradients/ratios",
            "Gradients: error / bound",
            "The worst element of each tensor: the difference of the two sides over what rounding can explain. Above 1 the sides "
                + "compute different things. A tensor whose sides have the same bits has no bar.",
            categories,
            series,
            "error / bound",
            Logarithmic: true,
            Limit: 1
        );
    }

    private static HistogramFigure Histogram(SortedDictionary<int, double[]> preActivations)
    {
        var reach = preActivations.Values.SelectMany(values => values).Where(double.IsFinite).Max(Math.Abs);
        var width = reach > 0 ? 2 * reach / HistogramBins : 1;
        var edges = Enumerable.Range(0, HistogramBins + 1).Select(i => (i - HistogramBins / 2) * width).ToList();
        var series = preActivations.Select(entry =>
        {
            var counts = new long[HistogramBins];
            foreach (var value in entry.Value.Where(double.IsFinite))
                counts[Math.Clamp((int)Math.Floor(value / width) + HistogramBins / 2, 0, HistogramBins - 1)]++;
            return new HistogramSeries(FormattableString.Invariant($"k = {entry.Key}"), counts);
        });
        return new HistogramFigure(
            "figure/gradients/pre-activations",
            "Pre-activations W1 x of the batch",
            "Where the activation functions are evaluated. Close to 0 lies relu's kink; far out, sigmoid and tanh saturate and their "
                + "gradients vanish.",
            edges,
            [.. series],
            "pre-activation"
        );
    }
}
