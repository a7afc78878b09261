namespace Compare.Results;

/// <summary>Findings with a common beginning of their keys: check, model, variant.</summary>
/// <param name="Name">The common beginning, such as <c>gradients/autoencoder/relu</c>.</param>
/// <param name="Findings">In the order of the report, at least one.</param>
internal sealed record FindingGroup(string Name, IReadOnlyList<Finding> Findings)
{
    private const int DeepestParts = 3;
    private const int MostGroups = 24;

    /// <summary>The finding with the largest error / bound; null where none has one.</summary>
    public Finding? Worst => Findings.Where(finding => finding.Ratio is not null).MaxBy(Verdict.Severity);

    /// <summary>Number of findings with the given status.</summary>
    /// <param name="status">The status to count.</param>
    /// <returns>The count, zero or more.</returns>
    public int Count(Status status) => Findings.Count(finding => finding.Status == status);

    /// <summary>Sorts findings into as many groups as a reader can take in.</summary>
    /// <param name="findings">Any findings.</param>
    /// <returns>Groups by three parts of the keys, or by fewer where that makes more than two dozen; in the order of the findings.</returns>
    public static IReadOnlyList<FindingGroup> Of(IReadOnlyList<Finding> findings)
    {
        for (var parts = DeepestParts; ; parts--)
        {
            var groups = findings
                .GroupBy(finding => finding.Key.Prefix(parts))
                .Select(group => new FindingGroup(group.Key, [.. group]))
                .ToList();
            if (groups.Count <= MostGroups || parts == 1)
                return groups;
        }
    }
}
