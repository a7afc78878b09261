namespace Compare.Results;

/// <summary>The verdict of a report in words.</summary>
public static class Verdict
{
    /// <summary>The verdict in one word.</summary>
    /// <param name="report">The report.</param>
    /// <returns><c>Passed</c>, <c>Failed</c>, <c>Undecided</c> or <c>Interrupted</c>.</returns>
    public static string Word(Report report) =>
        report.Outcome switch
        {
            Outcome.Fail => "Failed",
            Outcome.Undecided => "Undecided",
            Outcome.Interrupted => "Interrupted",
            _ => "Passed",
        };

    /// <summary>Why, in one sentence; further ones tell of reservations and of an interruption.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The sentences, each with its full stop.</returns>
    public static string Why(Report report) =>
        Reason(report)
        + string.Concat(report.Findings.SelectMany(finding => finding.Reservations).Distinct().Select(Sentence))
        + (report.IsInterrupted ? " The run was interrupted; this is what had finished." : "");

    private static string Sentence(string clause) => $" {char.ToUpperInvariant(clause[0])}{clause[1..]}.";

    /// <summary>The finding to look at first: the one furthest outside its bound, or else the one that comes closest to it.</summary>
    /// <param name="report">The report.</param>
    /// <returns>A finding; null where no comparison has found a difference.</returns>
    public static Finding? Worst(Report report)
    {
        IEnumerable<Finding> With(params Status[] statuses) =>
            report.Findings.Where(finding => statuses.Contains(finding.Status));
        var worst =
            With(Status.Disagrees).MaxBy(Severity)
            ?? With(Status.Agrees, Status.Rounding).MaxBy(Severity)
            ?? With(Status.Chaos).MaxBy(Severity);
        return worst is { Status: Status.Agrees } or { Status: Status.Rounding, Ratio: null } ? null : worst;
    }

    /// <summary>The ratio as a key to order by: no number, or NaN, where something disagrees is the worst there is.</summary>
    /// <param name="finding">The finding.</param>
    /// <returns>The ratio, or infinity.</returns>
    public static double Severity(Finding finding) =>
        finding.Ratio is { } ratio && !double.IsNaN(ratio) ? ratio
        : finding.Status == Status.Disagrees ? double.PositiveInfinity
        : 0;

    private static string Reason(Report report)
    {
        var total = report.Findings.Count;
        if (total == 0)
            return "Nothing was compared.";
        if (report.Count(Status.Disagrees) is > 0 and var failed)
            return $"{Numbers.Text(failed)} of {Comparisons(total)} {(failed == 1 ? "differs" : "differ")} by more than rounding can explain.";
        if (report.Outcome == Outcome.Undecided)
        {
            var open = report
                .Findings.GroupBy(finding => finding.Check)
                .Where(check => Conclusion.Of(check.Select(finding => finding.Status)) == Outcome.Undecided)
                .Select(check => check.Key);
            return $"No comparison of {string.Join(", ", open)} is decided.";
        }
        if (report.Outcome == Outcome.Fail)
        {
            var empty = report
                .Findings.GroupBy(finding => finding.Check)
                .Where(check => check.All(finding => finding.Status == Status.Vacuous))
                .Select(check => check.Key);
            return $"No comparison of {string.Join(", ", empty)} could have failed, so nothing was shown.";
        }
        var parts = new List<string>();
        void Add(Status status, string words)
        {
            if (report.Count(status) is > 0 and var count)
                parts.Add($"{Numbers.Text(count)} {words}");
        }
        Add(Status.Agrees, "to the same bits");
        Add(Status.Rounding, "within the bounds that rounding allows");
        var agreeing = report.Count(Status.Agrees) + report.Count(Status.Rounding);
        var sentence = agreeing == 0 ? "" : $"{Many(agreeing, total)}: {string.Join(", ", parts)}";
        parts.Clear();
        Add(Status.Chaos, report.Count(Status.Chaos) == 1 ? "drifts apart as chaos must" : "drift apart as chaos must");
        Add(Status.Vacuous, "could not have failed");
        Add(Status.Undecided, report.Count(Status.Undecided) == 1 ? "is undecided" : "are undecided");
        return string.Join("; ", new[] { sentence }.Concat(parts).Where(part => part.Length > 0)) + ".";
    }

    private static string Many(int agreeing, int total) =>
        total == 1 ? "The only comparison agrees"
        : agreeing == total ? $"All {Comparisons(total)} agree"
        : $"{Numbers.Text(agreeing)} of {Comparisons(total)} {(agreeing == 1 ? "agrees" : "agree")}";

    private static string Comparisons(int count) => $"{Numbers.Text(count)} comparison{(count == 1 ? "" : "s")}";
}
