using Compare.Results;

namespace Compare.Checks.Trajectories;

/// <summary>Consecutive updates of a free run with the same status.</summary>
/// <param name="From">The first update.</param>
/// <param name="To">The last update.</param>
/// <param name="Status">What is true of all of them.</param>
internal sealed record Stretch(int From, int To, Status Status)
{
    /// <summary>Joins updates with the same status.</summary>
    /// <param name="statuses">One per update, from update 1 on.</param>
    /// <returns>The stretches in order.</returns>
    public static IReadOnlyList<Stretch> Of(IReadOnlyList<Status> statuses)
    {
        var stretches = new List<Stretch>();
        for (var i = 0; i < statuses.Count; i++)
            if (stretches.Count > 0 && stretches[^1].Status == statuses[i])
                stretches[^1] = stretches[^1] with { To = i + 1 };
            else
                stretches.Add(new Stretch(i + 1, i + 1, statuses[i]));
        return stretches;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var status = Status.ToString().ToLowerInvariant();
        return From == To
            ? FormattableString.Invariant($"{status} {From}")
            : FormattableString.Invariant($"{status} {From}-{To}");
    }
}
