namespace Compare.Homework.Runs;

/// <summary>The runs of one cell of a table: one side, and nothing different but the seed.</summary>
/// <param name="Cell">The cell with seed 0.</param>
/// <param name="Seeds">Ascending, at least one; while runs are missing, not all from 0 on.</param>
/// <param name="Runs">One for each seed.</param>
internal sealed record RunGroup(Cell Cell, IReadOnlyList<int> Seeds, IReadOnlyList<CellResult> Runs)
{
    /// <summary>The run that kept its weights; null while it is missing.</summary>
    public CellResult? WithWeights => Runs.FirstOrDefault(run => run.Weights.Count > 0);

    /// <summary>Mean training loss of the last epoch: Eq. (1), or cross-entropy.</summary>
    public Spread TrainLoss => Spread.Of([.. Runs.Select(run => run.TrainLosses[^1])]);

    /// <summary>Test loss after the last epoch, in the same unit.</summary>
    public Spread TestLoss => Spread.Of([.. Runs.Select(run => run.TestLosses[^1])]);

    /// <summary>Test accuracy after the last epoch in percent.</summary>
    public Spread Accuracy => Spread.Of([.. Runs.Select(run => 100 * run.Accuracies[^1])]);

    /// <summary>The runs of the seeds that another side has too, so that runs of one seed stand side by side.</summary>
    /// <param name="other">The other side.</param>
    /// <returns>The same seeds of both; null if they have none in common.</returns>
    public (RunGroup A, RunGroup B)? Common(RunGroup other)
    {
        RunGroup Of(RunGroup group, IReadOnlyList<int> seeds) =>
            group with
            {
                Seeds = seeds,
                Runs = [.. group.Runs.Where((_, i) => seeds.Contains(group.Seeds[i]))],
            };
        var common = Seeds.Intersect(other.Seeds).ToList();
        return common.Count == 0 ? null : (Of(this, common), Of(other, common));
    }

    /// <summary>Number of updates up to the end of an epoch.</summary>
    /// <param name="epoch">1 for the first.</param>
    public int UpdatesAfter(int epoch) => Runs[0].Updates / Cell.Epochs * epoch;

    /// <summary>Sums up the runs, epoch by epoch.</summary>
    /// <param name="curve">Takes a curve from a run.</param>
    /// <param name="summary">For example the mean, or the largest.</param>
    /// <returns>As many numbers as epochs.</returns>
    public double[] Over(Func<CellResult, IReadOnlyList<double>> curve, Func<IEnumerable<double>, double> summary) =>
        [.. Enumerable.Range(0, Cell.Epochs).Select(epoch => summary(Runs.Select(run => curve(run)[epoch])))];
}
