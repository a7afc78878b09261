namespace Compare.Homework.Audit;

/// <summary>A statement of the homework, and what became of it.</summary>
/// <param name="Id">Stable, slash-separated, for example <c>table1/units</c>.</param>
/// <param name="What">What is stated, in a few words.</param>
/// <param name="Where">Its place in the homework, for example <c>Eq. (4)</c>.</param>
/// <param name="Figures">The numbers of the homework's figures that it is about; empty for none.</param>
/// <param name="Verdict">Whether it is right.</param>
/// <param name="Evidence">The numbers that decide it, and the criterion; that only the text decides, where it does.</param>
/// <param name="Right">What would be right; empty where the claim holds or nothing decides it.</param>
internal sealed record Claim(
    string Id,
    string What,
    string Where,
    IReadOnlyList<int> Figures,
    ClaimVerdict Verdict,
    string Evidence,
    string Right
)
{
    /// <summary>The verdict in words, for example <c>holds with a correction</c>.</summary>
    public string VerdictWords => WordsOf(Verdict);

    /// <summary>A verdict in words.</summary>
    /// <param name="verdict">Any of them.</param>
    public static string WordsOf(ClaimVerdict verdict) =>
        verdict switch
        {
            ClaimVerdict.Holds => "holds",
            ClaimVerdict.HoldsWithCorrection => "holds with a correction",
            ClaimVerdict.Fails => "fails",
            _ => "cannot be decided",
        };
}
