using System.Text.Json;
using System.Text.Json.Nodes;
using Compare.Results.Display;

namespace Compare.Results;

/// <summary>Everything one command found: the immutable document that each writer renders.</summary>
/// <param name="Command">The command as typed by the user, without the program's name, for example <c>gradients --hidden 25</c>.</param>
/// <param name="Findings">In the order in which the checks ran.</param>
/// <param name="Figures">In the order in which the report shows them.</param>
/// <param name="Environment">Machine, library versions, threads, durations: everything that may differ between two equal runs.</param>
/// <param name="Settings">The resolved options of the run: data set and its hash, seed, sizes.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record Report(
    string Command,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Figure> Figures,
    JsonObject Environment,
    JsonObject Settings
) : IHtmlOutput
{
    /// <summary>The setting that is true where a run was interrupted; the report then holds what was finished.</summary>
    public const string InterruptedSetting = "interrupted";

    /// <summary>Whether the run ended before it was complete.</summary>
    public bool IsInterrupted => Settings[InterruptedSetting]?.GetValueKind() == JsonValueKind.True;

    /// <summary>Number of findings with the given status.</summary>
    /// <param name="status">The status to count.</param>
    /// <returns>The count, zero or more.</returns>
    public int Count(Status status) => Findings.Count(finding => finding.Status == status);

    /// <summary>What the run comes to: what fails before what is undecided, and that before an interruption.</summary>
    public Outcome Outcome
    {
        get
        {
            var checks = Findings
                .GroupBy(finding => finding.Check)
                .Select(check => Conclusion.Of(check.Select(finding => finding.Status)))
                .ToList();
            return checks.Contains(Outcome.Fail) || (checks.Count == 0 && !IsInterrupted) ? Outcome.Fail
                : IsInterrupted ? Outcome.Interrupted
                : checks.Contains(Outcome.Undecided) ? Outcome.Undecided
                : Outcome.Pass;
        }
    }

    /// <summary>Whether nothing disagrees and every check shows something, as far as the run has come.</summary>
    public bool Passed => Outcome is Outcome.Pass || (Outcome is Outcome.Interrupted && Findings.Count > 0);

    /// <summary>Renders verdict, findings and figures for a notebook; the page to read is another writer's.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    public string ToHtml() => HtmlDisplay.Of(this);
}
