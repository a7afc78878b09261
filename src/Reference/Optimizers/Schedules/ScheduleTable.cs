namespace Compare.Reference.Optimizers.Schedules;

/// <summary>Schedules by the names that programs have for them, made for a number of updates.</summary>
public static class ScheduleTable
{
    private const double Tenth = 0.1;

    private static readonly (string Name, Func<long, Schedule> Over)[] Rows =
    [
        ("step", n => new StepSchedule(Math.Max(1, n / 3), Tenth)),
        ("exponential", n => new ExponentialSchedule(Math.Pow(Tenth, 1.0 / n))),
        ("cosine", n => new CosineSchedule(n)),
        ("linear", n => new LinearSchedule(n, 1, 0)),
        ("warm-up", n => new WarmupSchedule(Math.Max(1, n / 10), Tenth, new CosineSchedule(Math.Max(1, n - n / 10)))),
        ("one-cycle", n => new OneCycleSchedule(Math.Max(2, n))),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows.Select(row => row.Name)];

    /// <summary>Makes a schedule that ends after some updates.</summary>
    /// <param name="name">
    /// One of <see cref="Names"/>: a tenth at each third (step), a tenth at the end (exponential), half a cosine to 0 (cosine), a line to 0
    /// (linear), a line from a tenth over the first tenth and then a cosine (warm-up), PyTorch's default cycle (one-cycle).
    /// </param>
    /// <param name="updates">At least 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentException">There is no such schedule.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no update.</exception>
    public static Schedule Named(string name, long updates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(updates, 1);
        foreach (var row in Rows)
            if (row.Name == name)
                return row.Over(updates);
        throw new ArgumentException(
            $"There is no schedule '{name}'; there are {string.Join(", ", Names)}.",
            nameof(name)
        );
    }
}
