using Compare.Results.Display;

namespace Compare.Results;

/// <summary>The verdict on somebody's own code: all findings of one check, to be read, shown or asserted.</summary>
/// <param name="Subject">What was checked, in words, for example <c>gradient of my loss</c>.</param>
/// <param name="Findings">In the order in which they were made.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record CheckResult(string Subject, IReadOnlyList<Finding> Findings) : IHtmlOutput
{
    /// <summary>What the check comes to.</summary>
    public Outcome Outcome =>
        Conclusion.Of(Findings.Select(finding => finding.Status)) is var outcome
        && IsIncomplete
        && outcome == Outcome.Pass
            ? Outcome.Undecided
            : outcome;

    /// <summary>Whether something is undecided that the verdict cannot do without, so that what else agrees does not make it pass.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>Whether nothing disagrees, and something was shown.</summary>
    public bool Passed => Outcome == Outcome.Pass;

    /// <summary>Fails the test that calls it, unless the check passed.</summary>
    /// <exception cref="DisagreementException">Something disagrees, nothing could have, or nothing is decided; the message is the review.</exception>
    public void AssertAgrees()
    {
        if (!Passed)
            throw new DisagreementException(ToString());
    }

    /// <summary>Renders the verdict for a notebook.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    public string ToHtml() => HtmlDisplay.Of(this);

    /// <summary>The verdict as a review: what is wrong, where, by how much, and what would make it right.</summary>
    /// <returns>Several lines, without a line end after the last.</returns>
    public override string ToString()
    {
        var failed = Findings.Where(finding => finding.Status == Status.Disagrees).ToList();
        var lines = new List<string>
        {
            Passed ? $"{Subject}: agrees ({Shown()})."
            : failed.Count > 0 ? $"{Subject}: {failed.Count} of {Findings.Count} comparisons disagree."
            : Outcome == Outcome.Undecided ? $"{Subject}: undecided."
            : $"{Subject}: nothing could have failed, so nothing was shown.",
        };
        foreach (
            var finding in Passed ? Findings.Where(finding => finding.Status is Status.Vacuous or Status.Undecided)
            : failed.Count > 0 ? failed
            : Findings
        )
        {
            lines.Add($"  {finding.Subject}");
            if (finding.Ratio is not null)
                lines.Add(
                    $"    error {Numbers.Text(finding.Error)}, allowed {Numbers.Text(finding.Bound)}, ratio {Numbers.Text(finding.Ratio)}"
                );
            if (finding.Location is { } location)
                lines.Add($"    where: {location}");
            if (finding.Cause is { } cause)
                lines.Add($"    {FindingWords.CauseTerm(finding.Status)}: {cause}");
            if (FindingWords.Notes(finding) is { } notes)
                lines.Add($"    note: {notes}");
        }
        if (Passed)
            lines.AddRange(Powers());
        return string.Join('\n', lines);
    }

    /// <summary>How many comparisons could have failed and did not, and how many say nothing.</summary>
    private string Shown()
    {
        var within = Findings.Count(finding => finding.Status is not (Status.Vacuous or Status.Undecided));
        if (within == Findings.Count)
            return $"{Findings.Count} comparisons, each within its bound";
        var (vacuous, undecided) = (
            Findings.Count(finding => finding.Status == Status.Vacuous),
            Findings.Count(finding => finding.Status == Status.Undecided)
        );
        return $"{within} of {Findings.Count} comparisons, each within its bound"
            + (vacuous == 0 ? "" : $"; {vacuous} could not have failed")
            + (undecided == 0 ? "" : $"; {undecided} undecided");
    }

    /// <summary>The power of each comparison, named where there are several.</summary>
    private IEnumerable<string> Powers()
    {
        var measured = Findings
            .Where(finding => finding is { Power: not null, Status: not (Status.Vacuous or Status.Undecided) })
            .GroupBy(finding => finding.Power!)
            .ToList();
        foreach (var power in measured)
            yield return measured.Count == 1
                ? $"  power: {power.Key}"
                : $"  power, {string.Join(", ", power.Select(finding => finding.Subject))}: {power.Key}";
    }
}
