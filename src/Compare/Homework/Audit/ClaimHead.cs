using Compare.Homework.Runs;

namespace Compare.Homework.Audit;

/// <summary>What is known of a claim before it is examined.</summary>
/// <param name="Id">Stable, slash-separated.</param>
/// <param name="What">What is stated, in a few words.</param>
/// <param name="Where">Its place in the homework.</param>
/// <param name="Figures">The numbers of the homework's figures that it is about.</param>
internal sealed record ClaimHead(string Id, string What, string Where, params IReadOnlyList<int> Figures)
{
    /// <summary>Draws the conclusion.</summary>
    /// <param name="verdict">What the numbers say.</param>
    /// <param name="evidence">The numbers and the criterion.</param>
    /// <param name="right">What would be right; left out of a claim that holds.</param>
    public Claim Complete(ClaimVerdict verdict, string evidence, string right) =>
        new(
            Id,
            What,
            Where,
            Figures,
            verdict,
            evidence,
            verdict is ClaimVerdict.HoldsWithCorrection or ClaimVerdict.Fails ? right : ""
        );

    /// <summary>Leaves the claim open.</summary>
    /// <param name="reason">What is missing.</param>
    public Claim Undecided(string reason) => Complete(ClaimVerdict.CannotBeDecided, reason, "");

    /// <summary>Draws the conclusion from runs, if they are all there.</summary>
    /// <param name="runs">The runs; null for one that is missing.</param>
    /// <param name="decide">Called with all of them.</param>
    public Claim From(IReadOnlyList<RunGroup?> runs, Func<IReadOnlyList<RunGroup>, Claim> decide)
    {
        List<RunGroup> there = [.. runs.OfType<RunGroup>()];
        return there.Count == runs.Count
            ? decide(there)
            : Undecided(FormattableString.Invariant($"{runs.Count - there.Count} of {runs.Count} runs are missing"));
    }
}
