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

    /// <summary>
    /// True when nothing disagrees, there is at least one finding, and no check consists of vacuous findings only.
    /// </summary>
    public bool Passed =>
        Findings.Count > 0
        && Count(Status.Disagrees) == 0
        && Findings
            .GroupBy(finding => finding.Check)
            .All(check => check.Any(finding => finding.Status != Status.Vacuous));

    /// <summary>Renders verdict, findings and figures for a notebook; the page to read is another writer's.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    public string ToHtml() => HtmlDisplay.Of(this);
}
