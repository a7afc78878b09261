using System.Globalization;
using Compare.Reports;
using Compare.Sides;

namespace Compare.Timing;

/// <summary>What a race showed of one cell.</summary>
/// <param name="Cell">The step.</param>
/// <param name="Milliseconds">Per step: from scratch, TorchSharp, by hand on libtorch.</param>
/// <param name="Ratios">Of the same to the first, round by round, in the median.</param>
/// <param name="Peak">Operations per second that the processor could have made.</param>
/// <param name="Allocated">Managed bytes per step.</param>
internal sealed record CellTimes(
    TrainingCell Cell,
    IReadOnlyList<double> Milliseconds,
    IReadOnlyList<double> Ratios,
    double Peak,
    IReadOnlyList<double> Allocated
)
{
    /// <summary>Headings of <see cref="Summary"/>.</summary>
    public static IReadOnlyList<string> SummaryColumns { get; } =
    ["threads", "TorchSharp, mean", "worst", "by hand, mean", "worst", "share of peak at k = 100"];

    /// <summary>Reads a race between the three contenders.</summary>
    public static CellTimes Of(TrainingCell cell, Race race) =>
        new(
            cell,
            [.. Enumerable.Range(0, 3).Select(c => 1e3 * race.Seconds(c))],
            [.. Enumerable.Range(0, 3).Select(race.Ratio)],
            race.Peak,
            race.Allocated
        );

    /// <summary>One row per cell.</summary>
    public static TableFigure Table(IReadOnlyList<CellTimes> results, int threads) =>
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
    public static IReadOnlyList<string> Summary(IReadOnlyList<CellTimes> results, int threads)
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

    private double Speed(int contender) => Cell.Operations / Milliseconds[contender] * 1e3;

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}
