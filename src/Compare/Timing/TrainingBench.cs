using Compare.Checks;
using Compare.Data;
using Compare.Reports;
using Compare.Sides;

namespace Compare.Timing;

/// <summary>Times the training steps of the homework on both sides, as ratios and as shares of the processor's peak.</summary>
internal sealed record TrainingBench
{
    private const int Batch = 100;

    public required TorchSide Torch { get; init; }

    public required ImageSet Images { get; init; }

    /// <summary>Numbers of threads, a table for each.</summary>
    public required IReadOnlyList<int> Threads { get; init; }

    /// <summary>About how long all of it may take.</summary>
    public required TimeSpan Duration { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Runs the races.</summary>
    /// <param name="progress">Told the races done, their number, and the race about to run.</param>
    /// <param name="cancellation">Ends between two races.</param>
    public Survey Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var cells = TrainingCell.Homework(Images, Batch, Seed);
        var share = Duration / (cells.Count * Threads.Count);
        var findings = new List<Finding>();
        var tables = new List<Figure>();
        var summary = new List<IReadOnlyList<string>>();
        foreach (var threads in Threads)
        {
            TorchSide.UseThreads(threads);
            var results = new List<CellTimes>();
            foreach (var cell in cells)
            {
                if (cancellation.IsCancellationRequested)
                    break;
                progress(
                    findings.Count / 2,
                    cells.Count * Threads.Count,
                    FormattableString.Invariant($"{cell.Name}, {threads} {(threads == 1 ? "thread" : "threads")}")
                );
                Contender[] contenders =
                [
                    new ReferenceContender(cell, threads),
                    new IdiomaticContender(cell, Torch),
                    new ByHandContender(cell, Torch),
                ];
                try
                {
                    findings.AddRange(
                        Agreement
                            .Of(cell, contenders, Environment.ProcessorCount)
                            .Select(f => f with { Id = FormattableString.Invariant($"{f.Id}/{threads}") })
                    );
                    var race = new Race(contenders, threads);
                    race.Run(share);
                    results.Add(CellTimes.Of(cell, race));
                }
                finally
                {
                    foreach (var contender in contenders)
                        contender.Dispose();
                }
            }
            if (results.Count == 0)
                continue;
            tables.Add(CellTimes.Table(results, threads));
            summary.Add(CellTimes.Summary(results, threads));
        }
        return new Survey(
            findings,
            [
                new TableFigure(
                    "figure/bench/summary",
                    "Speed of the from-scratch side",
                    "How many times as long libtorch takes for the same step, in the geometric mean over the cells and in the worst cell; "
                        + "and the share of the measured peak of fused multiply-adds that the from-scratch side reaches at k = 100.",
                    CellTimes.SummaryColumns,
                    summary
                ),
                .. tables,
            ]
        );
    }
}
