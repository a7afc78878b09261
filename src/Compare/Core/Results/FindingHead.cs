namespace Compare.Results;

/// <summary>What is known of a finding before the comparison: its place in the report.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Subject">What is compared, in words.</param>
public sealed record FindingHead(FindingKey Key, string Subject)
{
    /// <summary>Whether bounds are theorems or estimates; theorems unless said otherwise.</summary>
    public Basis Basis { get; init; } = Basis.Derived;

    /// <summary>Draws the conclusion from one error and its bound.</summary>
    /// <param name="error">The absolute difference; NaN or infinite where there is none.</param>
    /// <param name="bound">The error allowed.</param>
    /// <param name="couldHaveFailed">Whether a wrong value would have been noticed.</param>
    /// <param name="location">Where.</param>
    /// <param name="failure">The cause, or the strongest hint, where it fails.</param>
    /// <param name="vacuous">Why it could not have failed, where it could not.</param>
    /// <returns>The finding.</returns>
    public Finding Measure(
        double error,
        double bound,
        bool couldHaveFailed,
        Location? location,
        Func<Cause> failure,
        string vacuous
    )
    {
        var status = Conclusion.Of(Conclusion.Ratio(error, bound) <= 1, couldHaveFailed, isEqual: error == 0);
        return Complete(
            status,
            error,
            bound,
            location,
            status switch
            {
                Status.Disagrees => failure(),
                Status.Vacuous => Cause.Reason(vacuous),
                _ => null,
            }
        );
    }

    /// <summary>Completes the finding with a status that was concluded elsewhere.</summary>
    /// <param name="status">The conclusion.</param>
    /// <param name="error">Error at the worst element; null where there is none.</param>
    /// <param name="bound">Bound there; null where there is none.</param>
    /// <param name="location">The worst element.</param>
    /// <param name="cause">Cause, hint or reason.</param>
    /// <returns>The finding.</returns>
    public Finding Complete(
        Status status,
        double? error = null,
        double? bound = null,
        Location? location = null,
        Cause? cause = null
    ) =>
        new()
        {
            Key = Key,
            Subject = Subject,
            Status = status,
            Error = error,
            Bound = bound,
            Ratio =
                error is { } e && bound is { } b ? Conclusion.Ratio(e, b)
                : error == 0 ? 0
                : null,
            Basis = bound is null ? null : Basis,
            Location = location,
            Cause = cause,
        };

    /// <summary>Completes the finding where no numbers could be compared.</summary>
    /// <param name="cause">Why.</param>
    /// <returns>A finding that disagrees.</returns>
    public Finding Disagrees(Cause cause) => Complete(Status.Disagrees, cause: cause);
}
