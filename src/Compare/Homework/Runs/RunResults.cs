namespace Compare.Homework.Runs;

/// <summary>The training runs that there are, in the order of the homework's tables.</summary>
/// <param name="grid">The cells.</param>
/// <param name="runs">Their results, as far as they are there.</param>
internal sealed class RunResults(Grid grid, IReadOnlyDictionary<Cell, CellResult> runs)
{
    /// <summary>The cells.</summary>
    public Grid Grid => grid;

    /// <summary>Table 1: by activation, hidden size and side.</summary>
    public IReadOnlyList<RunGroup> Table1 { get; } = Groups(grid.Table1, runs);

    /// <summary>Figure 13: by hidden size and side.</summary>
    public IReadOnlyList<RunGroup> Small { get; } = Groups(grid.Small, runs);

    /// <summary>With the other step size: by activation and hidden size.</summary>
    public IReadOnlyList<RunGroup> OtherSteps { get; } = Groups(grid.OtherSteps, runs);

    /// <summary>Table 2: by rule, step size and side.</summary>
    public IReadOnlyList<RunGroup> Table2 { get; } = Groups(grid.Table2, runs);

    /// <summary>Table 2's baseline; null if it has not run.</summary>
    public CellResult? Baseline => runs.GetValueOrDefault(grid.Baseline);

    /// <summary>Finds the runs of an autoencoder of Table 1.</summary>
    /// <param name="activation">Its activation.</param>
    /// <param name="hidden">k.</param>
    /// <param name="side">The side's name in cells.</param>
    /// <returns>The runs; null if there are none.</returns>
    public RunGroup? Autoencoder(string activation, int hidden, string side) =>
        Table1.FirstOrDefault(group =>
            group.Cell.Row == activation && group.Cell.Hidden == hidden && group.Cell.Side == side
        );

    /// <summary>Finds the run of an autoencoder with the other step size.</summary>
    /// <param name="activation">Its activation.</param>
    /// <param name="hidden">k.</param>
    /// <returns>The run; null if there is none.</returns>
    public RunGroup? OtherStep(string activation, int hidden) =>
        OtherSteps.FirstOrDefault(group => group.Cell.Row == activation && group.Cell.Hidden == hidden);

    /// <summary>Finds the runs of a classifier of Table 2.</summary>
    /// <param name="rule">Its update rule.</param>
    /// <param name="stepSize">gamma.</param>
    /// <param name="side">The side's name in cells.</param>
    /// <returns>The runs; null if there are none.</returns>
    public RunGroup? Classifier(string rule, double stepSize, string side) =>
        Table2.FirstOrDefault(group =>
            group.Cell.Row == rule && group.Cell.StepSize == stepSize && group.Cell.Side == side
        );

    private static List<RunGroup> Groups(IReadOnlyList<Cell> cells, IReadOnlyDictionary<Cell, CellResult> runs) =>
        [
            .. cells
                .Where(runs.ContainsKey)
                .GroupBy(cell => cell with { Seed = 0 })
                .Select(group => new RunGroup(
                    group.Key,
                    [.. group.Select(cell => cell.Seed)],
                    [.. group.Select(cell => runs[cell])]
                )),
        ];
}
