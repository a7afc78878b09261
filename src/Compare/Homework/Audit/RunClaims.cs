using Compare.Homework.Runs;

namespace Compare.Homework.Audit;

/// <summary>What the homework says about its runs, held against the runs that there are.</summary>
/// <param name="results">The runs.</param>
/// <param name="data">The images.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
/// <param name="threads">Greatest number of threads.</param>
internal sealed class RunClaims(RunResults results, HomeworkData data, bool isPaper, int threads)
{
    private readonly Lazy<IReadOnlyList<Claim>> _ofAutoencoders = new(() =>
        Marked(
            [
                .. new TrainingClaims(results, isPaper).All(),
                new UnitClaims(results, data.Pixels, isPaper).Columns(),
                .. new StepSizeClaims(results, data.Pixels, isPaper).All(),
                .. new ReconstructionClaims(results, data, isPaper, threads).All(),
            ],
            isPaper
        )
    );

    private readonly Lazy<IReadOnlyList<Claim>> _ofClassifiers = new(() =>
        [
            .. Marked(
                [
                    .. new AccuracyClaims(results, isPaper).OfRuns(),
                    .. new BigStepClaims(results, isPaper).All(),
                    .. new MiddleStepClaims(results).All(),
                    .. new SmallStepClaims(results).All(),
                ],
                isPaper
            ),
            .. AccuracyClaims.OfRules(),
        ]
    );

    /// <summary>The claims about the autoencoders; examined when first asked for.</summary>
    public IReadOnlyList<Claim> OfAutoencoders => _ofAutoencoders.Value;

    /// <summary>The claims about the optimizers; examined when first asked for.</summary>
    public IReadOnlyList<Claim> OfClassifiers => _ofClassifiers.Value;

    /// <summary>The claims about a figure.</summary>
    /// <param name="figure">Its number in the homework, 3 to 16.</param>
    /// <returns>Those of its part; empty if the text says nothing about it.</returns>
    public IReadOnlyList<Claim> About(int figure) =>
        [
            .. OfAutoencoders
                .Concat(OfClassifiers)
                .Concat(ReadingClaims.OfOptimizers)
                .Where(claim => claim.Figures.Contains(figure)),
        ];

    /// <summary>The decided claims about a figure, for its caption.</summary>
    /// <param name="figure">Its number in the homework, 3 to 16.</param>
    /// <returns>A sentence with a space before it; empty if there is none.</returns>
    public string Remark(int figure)
    {
        List<string> remarks =
        [
            .. About(figure)
                .Where(claim => claim.Verdict != ClaimVerdict.CannotBeDecided)
                .Select(claim =>
                    $"{claim.What} ({claim.VerdictWords}{(claim.Right.Length > 0 ? $": {claim.Right}" : "")})"
                ),
        ];
        var held = isPaper ? "" : ", held against other data or epochs";
        return remarks.Count == 0 ? "" : $" What the homework says of it{held}: {string.Join("; ", remarks)}.";
    }

    /// <summary>Says of other data and fewer epochs that they are not the homework's.</summary>
    private static IReadOnlyList<Claim> Marked(IReadOnlyList<Claim> claims, bool isPaper) =>
        isPaper
            ? claims
            : [.. claims.Select(claim => claim with { Evidence = $"on other data or epochs: {claim.Evidence}" })];
}
