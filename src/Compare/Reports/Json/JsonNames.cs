using Compare.Results;

namespace Compare.Reports.Json;

/// <summary>Names in results.json that are not the program's own.</summary>
internal static class JsonNames
{
    /// <summary>The members of <c>summary</c> in their order.</summary>
    public static IReadOnlyList<Status> SummaryOrder { get; } =
    [Status.Agrees, Status.Rounding, Status.Chaos, Status.Vacuous, Status.Undecided, Status.Disagrees];

    /// <summary>The name of an outcome in the file.</summary>
    public static string Verdict(Outcome outcome) =>
        outcome switch
        {
            Outcome.Pass => "pass",
            Outcome.Fail => "fail",
            Outcome.Undecided => "undecided",
            Outcome.Interrupted => "interrupted",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
        };
}
