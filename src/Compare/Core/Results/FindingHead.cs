namespace Compare.Results;

/// <summary>What is known of a finding before the comparison: its place in the report.</summary>
/// <param name="Id">Slash-separated, stable.</param>
/// <param name="Check">The check.</param>
/// <param name="Subject">What is compared, in words.</param>
public sealed record FindingHead(string Id, string Check, string Subject)
{
    /// <summary>Completes the finding.</summary>
    /// <param name="status">The conclusion.</param>
    /// <param name="error">Error at the worst element.</param>
    /// <param name="bound">Bound there.</param>
    /// <param name="ratio">Error / bound.</param>
    /// <param name="where">The worst element.</param>
    /// <param name="cause">Cause, hint or reason.</param>
    /// <returns>The finding.</returns>
    public Finding Complete(Status status, double? error, double? bound, double? ratio, string? where, string? cause) =>
        new()
        {
            Id = Id,
            Check = Check,
            Subject = Subject,
            Status = status,
            Error = error,
            Bound = bound,
            Ratio = ratio,
            Where = where,
            Cause = cause,
        };

    /// <summary>Completes the finding where no numbers could be compared.</summary>
    /// <param name="cause">Why.</param>
    /// <returns>A finding that disagrees.</returns>
    public Finding Disagrees(string cause) => Complete(Status.Disagrees, null, null, null, null, cause);
}
