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
    /// <exception cref="ArgumentException">A scheduler says something of which no part follows; the message names the variable.</exception>
    /// <remarks>
    /// Slurm's indices start where the user had them start and go in steps. Kubernetes does not tell the number of completions to its
    /// containers; <c>JOB_COMPLETIONS</c> has to be set beside the index.
    /// </remarks>
    public static Shard OfScheduler(Func<string, string?> variable)
    {
        int? Number(string name) =>
            variable(name) is not { Length: > 0 } text ? null
            : int.TryParse(text, out var number) ? number
            : throw new ArgumentException($"{name} is '{text}', which is no whole number; say --shard I/N.");
        int Needed(string name, string beside) =>
            Number(name)
            ?? throw new ArgumentException(
                $"{beside} is set and {name} is not, so the parts cannot be told; set it, or say --shard I/N."
            );
        if (Number("SLURM_ARRAY_TASK_ID") is { } task)
        {
            var step = Math.Max(1, Number("SLURM_ARRAY_TASK_STEP") ?? 1);
            var start = task - (Number("SLURM_ARRAY_TASK_MIN") ?? 0);
            return start % step == 0
                ? Of(start / step, Needed("SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_ID"), "SLURM_ARRAY_TASK_ID")
                : throw Unfitting(task, "SLURM_ARRAY_TASK_ID");
        }
        return Number("JOB_COMPLETION_INDEX") is { } index
            ? Of(index, Needed("JOB_COMPLETIONS", "JOB_COMPLETION_INDEX"), "JOB_COMPLETION_INDEX")
            : All;
    }

    /// <summary>The cells of this part.</summary>
    public IEnumerable<Cell> Take(IReadOnlyList<Cell> cells) => cells.Where((_, i) => i % Count == Index);

    private static Shard Of(int index, int count, string name) =>
        index >= 0 && index < count ? new Shard(index, count) : throw Unfitting(index, name);

    private static ArgumentException Unfitting(int index, string name) =>
        new(
            FormattableString.Invariant(
                $"{name} ({index}) does not fit the size of the array: indices have to follow each other in equal steps; say --shard I/N."
            )
        );
}
