namespace Compare.Results;

/// <summary>The words for a status, the same in every writer.</summary>
internal static class StatusWords
{
    /// <summary>Every status in the order in which readers want them: what failed, what shows nothing, the rest.</summary>
    public static IReadOnlyList<Status> FailedFirst { get; } =
    [Status.Disagrees, Status.Undecided, Status.Vacuous, Status.Chaos, Status.Rounding, Status.Agrees];

    /// <summary>The name in results.json and in tables.</summary>
    /// <param name="status">A status.</param>
    /// <returns>One lower-case word.</returns>
    public static string Name(Status status) =>
        status switch
        {
            Status.Agrees => "agrees",
            Status.Rounding => "rounding",
            Status.Chaos => "chaos",
            Status.Vacuous => "vacuous",
            Status.Undecided => "undecided",
            Status.Disagrees => "disagrees",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status."),
        };

    /// <summary>What the status says about a comparison.</summary>
    /// <param name="status">A status.</param>
    /// <returns>A few words that complete "this comparison ...".</returns>
    public static string Meaning(Status status) =>
        status switch
        {
            Status.Agrees => "gave the same bits",
            Status.Rounding => "differs within the derived bound",
            Status.Chaos => "drifts apart as runs differing in the last bit do",
            Status.Vacuous => "could not have failed",
            Status.Undecided => "cannot be decided here",
            Status.Disagrees => "differs by more than rounding explains",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status."),
        };
}
