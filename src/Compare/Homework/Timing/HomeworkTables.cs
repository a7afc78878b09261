using System.Globalization;
using Compare.Problems;
using Compare.Results;

namespace Compare.Homework.Timing;

/// <summary>The times of the homework's 20 cells as tables.</summary>
internal static class HomeworkTables
{
    /// <summary>Makes a summary and one table per number of threads.</summary>
    public static IReadOnlyList<Figure> Of(IReadOnlyDictionary<int, IReadOnlyList<CellTimes>> results) =>
        [
            new TableFigure(
                "figure/bench/summary",
                "Speed of the from-scratch side",
                "How many times as long libtorch takes for the same step, in the geometric mean over the cells and in the worst cell; "
                    + "and the share of the measured peak of fused multiply-adds that the from-scratch side reaches at k = 100.",
                [
                    "threads",
                    "TorchSharp, mean",
                    "TorchSharp, worst",
                    "by hand, mean",
                    "by hand, worst",
                    "of peak at k = 100",
                ],
                [.. results.OrderBy(pair => pair.Key).Select(pair => Summary(pair.Value, pair.Key))]
            ),
            .. results.OrderBy(pair => pair.Key).Select(pair => Table(pair.Value, pair.Key)),
        ];

    /// <summary>One row per cell.</summary>
    private static TableFigure Table(IReadOnlyList<CellTimes> results, int threads) =>
        new(
            FormattableString.Invariant($"figure/bench/threads/{threads}"),
            FormattableString.Invariant($"Time per training step, {threads} {(threads == 1 ? "thread" : "threads")}"),
            "Milliseconds per step of 100 images, float32: forward, backward, update. A ratio is the median over rounds in which the "
                + "contenders took turns; above 1 the from-scratch side is faster. Bytes are managed memory allocated in a step.",
            [
                "cell",
                "from scratch ms",
                "TorchSharp ms",
                "by hand ms",
                "TorchSharp / from scratch",
                "by hand / from scratch",
                "GFLOP/s",
                "of peak",
                "of peak, by hand",
                "bytes",
                "bytes, TorchSharp",
            ],
            [
                .. results.Select(result =>
                    (IReadOnlyList<string>)
                        [
                            result.Cell.Name,
                            .. result.Milliseconds.Select(ms => Numbers.Text(ms)),
                            Ratio(result.Ratios[1]),
                            Ratio(result.Ratios[2]),
                            Numbers.Text(result.Speed(0) / 1e9),
                            Share(result.Speed(0) / result.Peak),
                            Share(result.Speed(2) / result.Peak),
                            Numbers.Text(Math.Round(result.Allocated[0])),
                            Numbers.Text(Math.Round(result.Allocated[1])),
                        ]
                ),
            ]
        );

    /// <summary>One row: means and worst cells.</summary>
    private static IReadOnlyList<string> Summary(IReadOnlyList<CellTimes> results, int threads)
    {
        double Mean(int contender) => Math.Exp(results.Average(result => Math.Log(result.Ratios[contender])));
        double Worst(int contender) => results.Min(result => result.Ratios[contender]);
        var wide = results.Where(result => result.Cell.Problem.Model is AutoencoderSpec { Hidden: 100 }).ToList();
        return
        [
            Numbers.Text(threads),
            Ratio(Mean(1)),
            Ratio(Worst(1)),
            Ratio(Mean(2)),
            Ratio(Worst(2)),
            wide.Count == 0 ? "" : Share(wide.Average(result => result.Speed(0) / result.Peak)),
        ];
    }

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}
