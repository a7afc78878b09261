using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Checks.Gradients;

/// <summary>The gradient check over models and precisions on real images.</summary>
/// <param name="First">The side with the hand-derived gradients.</param>
/// <param name="Second">The side to compare with.</param>
/// <param name="Images">Where the batch is drawn from.</param>
/// <param name="Models">The models to check.</param>
/// <param name="Precisions">Precisions.</param>
/// <param name="Batch">B, at least 1.</param>
/// <param name="Seed">Decides batch, weights and directions.</param>
/// <param name="Threads">Greatest number of threads of the judge.</param>
public sealed record GradientSurvey(
    IGradientSource First,
    IGradientSource Second,
    ImageSet Images,
    IReadOnlyList<ModelSpec> Models,
    IReadOnlyList<Precision> Precisions,
    int Batch,
    ulong Seed,
    int Threads
)
{
    private const int HistogramBins = 40;

    /// <summary>Runs the grid.</summary>
    /// <param name="progress">Told the cells done, their number, and the cell about to run.</param>
    /// <param name="cancellation">Ends the run between two cells.</param>
    /// <returns>Findings and figures of the cells that were finished.</returns>
    public Survey Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var check = new GradientCheck(First, Second, Seed, Threads);
        var findings = new List<Finding>();
        var preActivations = new SortedDictionary<int, double[]>();
        var maps = new GradientMaps(First, Second, Images.Rows, Images.Columns);
        var (done, cells) = (0, Models.Count * Precisions.Count);
        foreach (var (model, precision) in from model in Models from precision in Precisions select (model, precision))
        {
            if (cancellation.IsCancellationRequested)
                break;
            progress(done++, cells, $"gradients of {model.Words}, {precision.Name()}");
            var problem = ImageProblems.Of(model, Images, precision, Batch, Seed);
            var (found, judgement) = check.Run(problem, Directions(model, precision));
            findings.AddRange(found);
            maps.Consider(problem, judgement, found);
            if (model.HasFormOfSectionA)
                preActivations.TryAdd(model.Layers[0].Units, judgement.PreActivations[0]);
        }
        return new Survey(
            findings,
            [
                .. findings.GroupBy(finding => finding.Key[KeyPart.Family]!).Select(kind => Ratios(kind.Key, kind)),
                .. maps.Figures(),
                .. preActivations.Count == 0 ? Array.Empty<Figure>() : [Histogram(preActivations)],
            ]
        );
    }

    /// <summary>Finite differences judge the formulas, not the precision; a model with many parameters gets fewer directions each.</summary>
    private int Directions(ModelSpec model, Precision precision) =>
        precision != Precisions[0] ? 0
        : model.Parameters.Count > 2 ? 1
        : 2;

    private static BarFigure Ratios(string kind, IEnumerable<Finding> findings)
    {
        var parts = findings
            .Where(finding => finding.Key[KeyPart.Kind] == GradientCheck.Sides)
            .Select(finding => (Cell: CellOf(finding.Key), Tensor: finding.Key[KeyPart.Tensor]!, finding.Ratio))
            .ToList();
        var categories = parts.Select(part => part.Cell).Distinct().ToList();
        var series = parts
            .GroupBy(part => part.Tensor)
            .Select(tensor =>
            {
                var ratios = tensor.ToDictionary(part => part.Cell, part => part.Ratio);
                return new BarSeries(
                    tensor.Key,
                    [.. categories.Select(cell => ratios.GetValueOrDefault(cell) ?? double.NaN)]
                );
            })
            .ToList();
        return new BarFigure(
            $"figure/gradients/{kind}/ratios",
            $"Gradients of the {kind}: error / bound",
            "The worst element of each tensor: the difference of the two sides over what rounding can explain. Above 1 the sides "
                + "compute different things. A tensor whose sides have the same bits has no bar.",
            categories,
            series,
            "error / bound",
            Logarithmic: true,
            Limit: 1
        );
    }

    private static string CellOf(FindingKey key) =>
        string.Join(' ', new[] { key[KeyPart.Activation], key[KeyPart.Size], key[KeyPart.Precision] }.OfType<string>());

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
