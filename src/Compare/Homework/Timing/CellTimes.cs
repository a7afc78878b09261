namespace Compare.Homework.Timing;

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
    /// <summary>Reads a race between the three contenders.</summary>
    public static CellTimes Of(TrainingCell cell, Race race) =>
        new(
            cell,
            [.. Enumerable.Range(0, 3).Select(c => 1e3 * race.Seconds(c))],
            [.. Enumerable.Range(0, 3).Select(race.Ratio)],
            race.Peak,
            race.Allocated
        );

    /// <summary>Operations per second.</summary>
    /// <param name="contender">0 from scratch, 1 TorchSharp, 2 by hand on libtorch.</param>
    public double Speed(int contender) => Cell.Operations / Milliseconds[contender] * 1e3;

    /// <summary>How many times as long the faster of the two on libtorch takes.</summary>
    public double RatioToFaster => Math.Min(Ratios[1], Ratios[2]);
}
