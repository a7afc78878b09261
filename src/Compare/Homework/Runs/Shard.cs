namespace Compare.Homework.Runs;

/// <summary>Which part of the cells a process runs: every n-th, from its number on.</summary>
/// <param name="Index">0 to <paramref name="Count"/> - 1.</param>
/// <param name="Count">How many processes share the cells, at least 1.</param>
internal sealed record Shard(int Index, int Count)
{
    /// <summary>All cells.</summary>
    public static Shard All { get; } = new(0, 1);

    /// <summary>Reads <c>I/N</c>, with I from 1 to N.</summary>
    /// <param name="text">For example <c>2/8</c>.</param>
    /// <returns>The part; null if the text is none.</returns>
    public static Shard? Parse(string text)
    {
        var parts = text.Split('/');
        return
            parts.Length == 2
            && int.TryParse(parts[0], out var i)
            && int.TryParse(parts[1], out var n)
            && i >= 1
            && i <= n
            ? new Shard(i - 1, n)
            : null;
    }

    /// <summary>Reads what a job scheduler tells its array jobs: Slurm, or an indexed Kubernetes job.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <returns>The part; all cells where no scheduler says anything.</returns>
    /// <remarks>
    /// Slurm's indices start where the user had them start, so the smallest is subtracted. Kubernetes does not tell the number of
    /// completions to its containers; <c>JOB_COMPLETIONS</c> has to be set beside the index.
    /// </remarks>
    public static Shard OfScheduler(Func<string, string?> variable)
    {
        int? Number(string name) => int.TryParse(variable(name), out var number) ? number : null;
        if (Number("SLURM_ARRAY_TASK_ID") is { } task && Number("SLURM_ARRAY_TASK_COUNT") is { } tasks)
            return Of(task - (Number("SLURM_ARRAY_TASK_MIN") ?? 0), tasks);
        if (Number("JOB_COMPLETION_INDEX") is { } index && Number("JOB_COMPLETIONS") is { } completions)
            return Of(index, completions);
        return All;
    }

    /// <summary>The cells of this part.</summary>
    public IEnumerable<Cell> Take(IReadOnlyList<Cell> cells) => cells.Where((_, i) => i % Count == Index);

    private static Shard Of(int index, int count) => index >= 0 && index < count ? new Shard(index, count) : All;
}
