using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Checks;

/// <summary>What a check says where a party has not what it takes: it is skipped, and nothing is decided.</summary>
internal static class Refusal
{
    /// <summary>Asks whether two parties compute a model.</summary>
    /// <param name="head">Key and subject of the finding.</param>
    /// <param name="model">The model.</param>
    /// <param name="parties">The parties.</param>
    /// <returns>An undecided finding with the reason of the first that does not; null if all do.</returns>
    public static Finding? Of(FindingHead head, ModelSpec model, params ReadOnlySpan<IGradientSource> parties)
    {
        foreach (var party in parties)
            if (party.Refuses(model) is { } reason)
                return Skipped(head, reason);
        return null;
    }

    /// <summary>Asks whether parties can make a training run.</summary>
    /// <param name="head">Key and subject of the finding.</param>
    /// <param name="run">The training run.</param>
    /// <param name="parties">The parties.</param>
    /// <returns>An undecided finding with the reason of the first that cannot; null if all can.</returns>
    public static Finding? Of(FindingHead head, TrainingProblem run, params ReadOnlySpan<ISide> parties)
    {
        foreach (var party in parties)
            if ((party.Refuses(run.Model) ?? party.Refuses(run.Rule)) is { } reason)
                return Skipped(head, reason);
        return null;
    }

    private static Finding Skipped(FindingHead head, string reason) =>
        head.Complete(Status.Undecided, cause: Cause.Reason($"skipped: {reason}; a party that has it would decide it"));
}
