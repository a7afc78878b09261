namespace Compare.Torch.Loading;

/// <summary>What can be done about a library whose version needs the system does not meet.</summary>
/// <param name="Weaken">The unmet needs, if all of them are unused and may be made weak; empty otherwise.</param>
/// <param name="Obstacle">One sentence that names a need that cannot be helped; null if there is none.</param>
internal sealed record BridgeRemedy(IReadOnlyList<ElfVersionNeed> Weaken, string? Obstacle)
{
    /// <summary>Decides.</summary>
    /// <param name="needs">What the library needs.</param>
    /// <param name="provided">For each library of the system that could be read, the versions that it defines.</param>
    /// <returns>The unmet needs to weaken, or the obstacle; neither if no need is unmet.</returns>
    public static BridgeRemedy For(
        IReadOnlyList<ElfVersionNeed> needs,
        IReadOnlyDictionary<string, IReadOnlySet<string>> provided
    )
    {
        var unmet = needs
            .Where(need =>
                !need.IsWeak && provided.TryGetValue(need.File, out var versions) && !versions.Contains(need.Version)
            )
            .ToArray();
        // The lowest: raising the system's library to it is the least that helps.
        return unmet.Where(need => need.IsUsed).MinBy(need => Number(need.Version)) is { } used
            ? new BridgeRemedy([], Sentence(used, provided[used.File]))
            : new BridgeRemedy(unmet, null);
    }

    private static string Sentence(ElfVersionNeed need, IReadOnlySet<string> provided)
    {
        var family = Family(need.Version);
        var newest = provided.Where(version => Family(version) == family).MaxBy(Number);
        var found = newest == null ? $"has no {family} at all" : $"ends at {newest}";
        return $"it needs {need.Version}, and the {need.File} of this system {found}";
    }

    private static string Family(string version) => version.Split('_')[0];

    private static Version Number(string version)
    {
        var number = version[(version.IndexOf('_', StringComparison.Ordinal) + 1)..];
        return Version.TryParse(number.Contains('.', StringComparison.Ordinal) ? number : number + ".0", out var parsed)
            ? parsed
            : new Version(0, 0);
    }
}
