using Compare.Results;

namespace Compare.Reports.Changes;

/// <summary>What changed from one run to another.</summary>
/// <param name="Before">The earlier report.</param>
/// <param name="After">The later report.</param>
/// <param name="Findings">Findings that changed, what got worse first.</param>
/// <param name="Settings">Settings that differ; the command is one of them.</param>
/// <param name="Environment">Circumstances that differ.</param>
internal sealed record ReportChanges(
    Report Before,
    Report After,
    IReadOnlyList<FindingChange> Findings,
    IReadOnlyList<ValueChange> Settings,
    IReadOnlyList<ValueChange> Environment
)
{
    /// <summary>Growth of error / bound that is worth mentioning unless somebody asks for another.</summary>
    public const double UsualFactor = 10;

    /// <summary>Whether a finding got worse, or the verdict did.</summary>
    public bool GotWorse => Count(Direction.Worse) > 0 || (Before.Passed && !After.Passed);

    /// <summary>Compares two reports.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="factor">By how much error / bound must grow or shrink to be mentioned; above 1.</param>
    /// <returns>The changes.</returns>
    public static ReportChanges Of(Report before, Report after, double factor)
    {
        var earlier = before.Findings.ToDictionary(finding => finding.Id);
        var later = after.Findings.ToDictionary(finding => finding.Id);
        var changes = before
            .Findings.Where(finding => !later.ContainsKey(finding.Id))
            .Select(finding => FindingChange.Of(finding, null, factor))
            .Concat(
                after.Findings.Select(finding =>
                    FindingChange.Of(earlier.GetValueOrDefault(finding.Id), finding, factor)
                )
            )
            .OfType<FindingChange>()
            .OrderBy(change => change.Direction)
            .ThenByDescending(change => Verdict.Severity(change.Latest));
        var command =
            before.Command == after.Command
                ? Array.Empty<ValueChange>()
                : [new ValueChange("command", before.Command, after.Command)];
        return new ReportChanges(
            before,
            after,
            [.. changes],
            [.. command, .. ValueChange.Of(before.Settings, after.Settings)],
            ValueChange.Of(before.Environment, after.Environment)
        );
    }

    /// <summary>Number of findings that changed in a direction.</summary>
    /// <param name="direction">The direction.</param>
    /// <returns>The count, zero or more.</returns>
    public int Count(Direction direction) => Findings.Count(change => change.Direction == direction);

    /// <summary>The verdict in one or two words.</summary>
    public string Word =>
        GotWorse ? "Worse"
        : Findings.Count == 0 ? "No change"
        : "No worse";

    /// <summary>Why, in one sentence.</summary>
    public string Why
    {
        get
        {
            var verdict =
                Before.Passed == After.Passed
                    ? $"Both runs {(After.Passed ? "passed" : "failed")}"
                    : $"The earlier run {Outcome(Before)}, the later one {Outcome(After)}";
            var unchanged = After.Findings.Count - Findings.Count(change => change.After is not null);
            return $"{verdict}; findings: {Numbers.Text((long)unchanged)} unchanged, {Numbers.Text((long)Count(Direction.Worse))} worse, "
                + $"{Numbers.Text((long)Count(Direction.Better))} better, {Numbers.Text((long)Count(Direction.New))} new.";
        }
    }

    private static string Outcome(Report report) => report.Passed ? "passed" : "failed";
}
