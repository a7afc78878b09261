using Compare.Results.Display;

namespace Compare.Results;

/// <summary>The verdict on somebody's own code: all findings of one check, to be read, shown or asserted.</summary>
/// <param name="Subject">What was checked, in words, for example <c>gradient of my loss</c>.</param>
/// <param name="Findings">In the order in which they were made.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record CheckResult(string Subject, IReadOnlyList<Finding> Findings) : IHtmlOutput
{
    /// <summary>Whether nothing disagrees, and something could have.</summary>
    public bool Passed =>
        Findings.All(finding => finding.Status != Status.Disagrees)
        && Findings.Any(finding => finding.Status != Status.Vacuous);

    /// <summary>Fails the test that calls it, unless the check passed.</summary>
    /// <exception cref="DisagreementException">Something disagrees, or nothing could have; the message is the review.</exception>
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
            Passed ? $"{Subject}: agrees ({Findings.Count} comparisons, each within its bound)."
            : failed.Count > 0 ? $"{Subject}: {failed.Count} of {Findings.Count} comparisons disagree."
            : $"{Subject}: nothing could have failed, so nothing was shown.",
        };
        foreach (
            var finding in Passed ? Findings.Where(finding => finding.Status == Status.Vacuous)
            : failed.Count > 0 ? failed
            : Findings
        )
        {
            lines.Add($"  {finding.Subject}");
            if (finding.Ratio is not null)
                lines.Add(
                    $"    error {Numbers.Text(finding.Error)}, allowed {Numbers.Text(finding.Bound)}, ratio {Numbers.Text(finding.Ratio)}"
                );
            if (finding.Where is not null)
                lines.Add($"    where: {finding.Where}");
            if (finding.Cause is not null)
                lines.Add($"    {(finding.Status == Status.Vacuous ? "why" : "cause")}: {finding.Cause}");
            if (finding.Note is not null)
                lines.Add($"    note: {finding.Note}");
        }
        if (Passed && Findings.FirstOrDefault(finding => finding.Power is not null)?.Power is { } power)
            lines.Add($"  power: {power}");
        return string.Join('\n', lines);
    }
}
