using System.Collections.Concurrent;
using System.Globalization;
using Compare.Problems.Parties;

namespace Compare.Homework.Runs;

/// <summary>Runs the cells that are missing, as many side by side as there are processors, each on one thread.</summary>
/// <param name="data">Images.</param>
/// <param name="sides">By the name that cells have for them.</param>
/// <param name="store">Where results are kept.</param>
/// <param name="workers">Cells side by side, at least 1.</param>
internal sealed class Schedule(
    HomeworkData data,
    IReadOnlyDictionary<string, IEpochSide> sides,
    RunStore store,
    int workers
)
{
    /// <summary>Runs what is missing.</summary>
    /// <param name="cells">The cells wanted.</param>
    /// <param name="progress">Told the cells done, their number, and the cell about to run.</param>
    /// <param name="note">Told what else is worth knowing.</param>
    /// <param name="cancellation">Ends runs between two epochs; finished ones are kept.</param>
    /// <returns>The results that there are at the end.</returns>
    public IReadOnlyDictionary<Cell, CellResult> Run(
        IReadOnlyList<Cell> cells,
        Action<int, int, string> progress,
        Action<string> note,
        CancellationToken cancellation
    )
    {
        var results = new ConcurrentDictionary<Cell, CellResult>();
        var missing = new List<Cell>();
        foreach (var cell in cells)
            if (store.Find(cell, note) is { } result)
                results[cell] = result;
            else
                missing.Add(cell);
        if (!results.IsEmpty && missing.Count > 0)
            note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{results.Count} of {cells.Count} runs are there already; the other {missing.Count} follow."
                )
            );
        var done = 0;
        var gate = new Lock();
        try
        {
            Parallel.ForEach(
                Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
                cell =>
                {
                    lock (gate)
                        progress(done, missing.Count, cell.Words);
                    var result =
                        cell.Side == Grid.MlNet
                            ? MaximumEntropy.Of(cell, data)
                            : CellRun.Of(cell, data, sides[cell.Side], cancellation);
                    store.Keep(cell, result);
                    results[cell] = result;
                    lock (gate)
                        done++;
                }
            );
        }
        catch (OperationCanceledException)
        {
            // What is finished is kept.
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(e => e is OperationCanceledException))
        { }
        return results;
    }
}
