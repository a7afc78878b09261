using Compare.Results;
using Compare.Sides;

namespace Compare.Homework.Timing;

/// <summary>Times training steps on both sides, as ratios and as shares of the processor's peak.</summary>
internal sealed record TrainingBench
{
    public required TorchSide Torch { get; init; }

    public required IReadOnlyList<TrainingCell> Cells { get; init; }

    /// <summary>Numbers of threads to try.</summary>
    public required IReadOnlyList<int> Threads { get; init; }

    /// <summary>About how long all of it may take.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Makes figures of the times, by number of threads.</summary>
    public required Func<
        IReadOnlyDictionary<int, IReadOnlyList<CellTimes>>,
        IReadOnlyList<Figure>
    > Figures { get; init; }

    /// <summary>Runs the races.</summary>
    /// <param name="progress">Told the races done, their number, and the race about to run.</param>
    /// <param name="cancellation">Ends between two races.</param>
    public Survey Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var share = Duration / (Cells.Count * Threads.Count);
        var findings = new List<Finding>();
        var results = new Dictionary<int, IReadOnlyList<CellTimes>>();
        var done = 0;
        foreach (var threads in Threads)
        {
            TorchSide.UseThreads(threads);
            var times = new List<CellTimes>();
            foreach (var cell in Cells)
            {
                if (cancellation.IsCancellationRequested)
                    break;
                progress(
                    done++,
                    Cells.Count * Threads.Count,
                    FormattableString.Invariant($"{cell.Name}, {threads} {(threads == 1 ? "thread" : "threads")}")
                );
                times.Add(Run(cell, threads, share, findings));
            }
            if (times.Count > 0)
                results.Add(threads, times);
        }
        TorchSide.UseThreads(Environment.ProcessorCount);
        return new Survey(findings, Figures(results));
    }

    private CellTimes Run(TrainingCell cell, int threads, TimeSpan share, List<Finding> findings)
    {
        using var reference = new ReferenceContender(cell, threads);
        using var idiomatic = new IdiomaticContender(cell, Torch);
        using var byHand = new ByHandContender(cell, Torch);
        Contender[] contenders = [reference, idiomatic, byHand];
        findings.AddRange(
            Agreement
                .Of(cell, contenders, Environment.ProcessorCount)
                .Select(f => f with { Key = f.Key.With(KeyPart.Number, FormattableString.Invariant($"{threads}")) })
        );
        var race = new Race(contenders, threads);
        race.Run(share);
        return CellTimes.Of(cell, race);
    }
}
