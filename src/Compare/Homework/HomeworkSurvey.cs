using Compare.Checks.Pca;
using Compare.Homework.Audit;
using Compare.Homework.Figures;
using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reports;
using Compare.Results;
using Compare.Sides;

namespace Compare.Homework;

/// <summary>The homework reproduced on both sides: its training runs, as far as they are not in the store, and its tables and figures.</summary>
public sealed record HomeworkSurvey
{
    private const int QuickEpochs = 5;
    private const int QuickSeeds = 2;

    /// <summary>Training and test images.</summary>
    public required Dataset Data { get; init; }

    /// <summary>The TorchSharp side.</summary>
    public required TorchSide Torch { get; init; }

    /// <summary>Folder that keeps every finished run; created if it is not there.</summary>
    public required string Runs { get; init; }

    /// <summary>What to reproduce.</summary>
    public Parts Parts { get; init; } = Parts.All;

    /// <summary>Runs of each autoencoder with different seeds, at least 1. The classifiers have the homework's three.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Whether to look only: few epochs, two seeds, nothing held against the printed numbers.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Training runs side by side, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Which part of the runs to make; all if not given.</summary>
    internal Shard Shard { get; init; } = Shard.All;

    /// <summary>Makes the runs that are missing, and the tables and figures from all that there are.</summary>
    /// <param name="progress">Told the runs done, their number, and the run about to be made.</param>
    /// <param name="note">Told what else is worth knowing, a line each.</param>
    /// <param name="cancellation">Ends the runs in progress, without a result; finished ones are kept.</param>
    /// <returns>Findings on the agreement of both sides, and the tables and figures.</returns>
    /// <exception cref="ReportOutputException">The folder of the runs cannot be used.</exception>
    /// <exception cref="DataException">There are fewer training images than a batch has, or none to test.</exception>
    public Survey Run(Action<int, int, string> progress, Action<string> note, CancellationToken cancellation)
    {
        if (Data.Train.Count < Grid.Batch || Data.Test.Count < 1)
            throw new DataException(
                FormattableString.Invariant(
                    $"The homework trains in batches of {Grid.Batch} and tests: {Data.Train.Count} training and {Data.Test.Count} test images are too few."
                )
            );
        var data = new HomeworkData(Data);
        var grid = IsQuick
            ? new Grid(Data.Train.Sha256, QuickSeeds, QuickSeeds, QuickEpochs, QuickEpochs, QuickEpochs)
            : new Grid(Data.Train.Sha256, Seeds, Runs: 3, AutoencoderEpochs: 30, SmallEpochs: 20, ClassifierEpochs: 15);
        var cells = Cells(grid);
        var mine = Shard.Take(cells).ToList();
        var store = new RunStore(Runs);
        var sides = new Dictionary<string, IEpochSide> { [Grid.Reference] = new ReferenceSide(), [Grid.Torch] = Torch };
        Dictionary<Cell, CellResult> runs;
        TorchSide.UseThreads(1);
        try
        {
            runs = new(new Schedule(data, sides, store, Threads).Run(mine, progress, note, cancellation));
        }
        finally
        {
            TorchSide.UseThreads(Threads);
        }
        // What other processes have put into the folder belongs to the tables too.
        foreach (var cell in cells.Except(mine))
            if (store.Find(cell, note) is { } result)
                runs[cell] = result;
        if (runs.Count < cells.Count)
            note(
                FormattableString.Invariant(
                    $"{cells.Count - runs.Count} of {cells.Count} runs are still missing from the tables."
                )
            );
        return Show(new RunResults(grid, runs), data, sides, progress, cancellation);
    }

    private List<Cell> Cells(Grid grid)
    {
        IReadOnlyList<Cell> For(Parts parts, IReadOnlyList<Cell> cells) => (Parts & parts) == Parts.None ? [] : cells;
        const Parts seesAll = Parts.Figures | Parts.Audit;
        return
        [
            // The longest run first: nothing could go on beside it at the end.
            .. For(Parts.Table2 | seesAll, [grid.Baseline]),
            .. For(Parts.Table1 | seesAll, grid.Table1),
            .. For(seesAll, grid.Small),
            .. For(Parts.Audit, grid.OtherSteps),
            .. For(Parts.Table2 | seesAll, grid.Table2),
        ];
    }

    private Survey Show(
        RunResults results,
        HomeworkData data,
        IReadOnlyDictionary<string, IEpochSide> sides,
        Action<int, int, string> progress,
        CancellationToken cancellation
    )
    {
        var isPaper = !IsQuick && Mnist.IsTrainingSet(Data.Train);
        var bounds = (Parts & (Parts.Table1 | Parts.Figures)) == 0 ? [] : Bounds(data);
        List<Figure> figures = [];
        if (Parts.HasFlag(Parts.Table1))
            figures.Add(new Table1(results, data.Pixels, isPaper).Figure(bounds));
        if (Parts.HasFlag(Parts.Table2))
            figures.Add(new Table2(results, isPaper).Figure());
        var claims = new RunClaims(results, data, isPaper, Threads);
        if (Parts.HasFlag(Parts.Figures))
        {
            figures.AddRange(new LearningCurves(results).Figures(bounds, claims.Remark));
            figures.AddRange(new Reconstructions(results, data, sides).Figures(claims.Remark));
            figures.AddRange(new OptimizerCurves(results).Figures(claims.Remark));
        }
        List<Finding> findings = [.. SideAgreement.Of(results)];
        if (Parts.HasFlag(Parts.Audit))
        {
            var audit = new HomeworkAudit
            {
                Runs = claims,
                Images = Data.Train,
                Autograd = Torch,
                Threads = Threads,
            }.Run(progress, cancellation);
            findings.AddRange(audit.Findings);
            figures.AddRange(audit.Figures);
        }
        return new Survey(findings, figures) { Environment = Durations(results) };
    }

    /// <summary>By kind of run how long one took, and how much of that its bare training steps.</summary>
    private static Dictionary<string, string> Durations(RunResults results) =>
        results
            .Table1.Concat(results.Small)
            .Concat(results.Table2)
            .GroupBy(group =>
                FormattableString.Invariant($"seconds of a run, part {group.Cell.Part}, {group.Cell.Side}")
            )
            .ToDictionary(
                kind => kind.Key,
                kind =>
                {
                    List<CellResult> runs = [.. kind.SelectMany(group => group.Runs)];
                    var (whole, steps) = (
                        runs.Average(run => run.Duration(CellResult.Seconds)),
                        runs.Average(run => run.Duration(CellResult.SecondsInSteps))
                    );
                    return FormattableString.Invariant(
                        $"{whole:0.00}, of which {steps:0.00} in training steps; mean of {runs.Count}"
                    );
                }
            );

    /// <summary>By hidden size what no code of that size can go below on training and test images; Eq. (1).</summary>
    private Dictionary<int, (double Train, double Test)> Bounds(HomeworkData data)
    {
        var (train, test) = (
            Spectrum.Of(SecondMoments.Of(data.Train, Threads).Uncentred, TorchSide.Eigensolver, Threads),
            Spectrum.Of(SecondMoments.Of(data.Test, Threads).Uncentred, TorchSide.Eigensolver, Threads)
        );
        return Grid
            .HiddenSizes.Where(k => k < data.Pixels)
            .ToDictionary(k => k, k => (train.Optimum(k).Minimum.Hi, test.Optimum(k).Minimum.Hi));
    }
}
