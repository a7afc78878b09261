namespace Compare.Results;

/// <summary>The one place in which errors, bounds and circumstances become a status.</summary>
public static class Conclusion
{
    /// <summary>Error / bound, where equal values need no bound.</summary>
    /// <param name="error">The absolute difference.</param>
    /// <param name="bound">The error allowed; 0 where only the same value will do.</param>
    /// <returns>0 for no error; otherwise the quotient, which is NaN where either is.</returns>
    public static double Ratio(double error, double bound) => error == 0 ? 0 : error / bound;

    /// <summary>The status of a comparison.</summary>
    /// <param name="isWithin">Whether every difference is within its bound.</param>
    /// <param name="couldHaveFailed">Whether a wrong value would have been noticed.</param>
    /// <param name="isEqual">Whether there is no difference at all.</param>
    /// <returns>What is outside disagrees, even if nothing could be expected to be; what could not have failed is vacuous.</returns>
    public static Status Of(bool isWithin, bool couldHaveFailed, bool isEqual) =>
        !isWithin ? Status.Disagrees
        : !couldHaveFailed ? Status.Vacuous
        : isEqual ? Status.Agrees
        : Status.Rounding;

    /// <summary>Whether findings of one check show anything.</summary>
    /// <param name="statuses">Their statuses.</param>
    /// <returns>
    /// Failing if one disagrees or none could have failed; undecided if none is decided; passing otherwise.
    /// </returns>
    public static Outcome Of(IEnumerable<Status> statuses)
    {
        var all = statuses.ToList();
        return all.Contains(Status.Disagrees) ? Outcome.Fail
            : all.Exists(status => status is Status.Agrees or Status.Rounding or Status.Chaos) ? Outcome.Pass
            : all.Contains(Status.Undecided) ? Outcome.Undecided
            : Outcome.Fail;
    }
}
