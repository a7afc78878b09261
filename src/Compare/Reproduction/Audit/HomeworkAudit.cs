using Compare.Checks;
using Compare.Checks.Pca;
using Compare.Data;
using Compare.Reports;
using Compare.Sides;

namespace Compare.Reproduction.Audit;

/// <summary>The homework's text as a table: each equation and each claim with its verdict.</summary>
internal sealed record HomeworkAudit
{
    private const int Hidden = 25;
    private const int PcaEpochs = 3;
    private const int Batch = 100;

    /// <summary>What is said about runs.</summary>
    public required RunClaims Runs { get; init; }

    /// <summary>Training images.</summary>
    public required ImageSet Images { get; init; }

    /// <summary>The side that differentiates by itself.</summary>
    public required ISide Autograd { get; init; }

    /// <summary>Greatest number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Examines everything.</summary>
    /// <param name="progress">Told the steps done, their number, and the step about to run.</param>
    /// <param name="cancellation">Ends before PCA.</param>
    /// <returns>The findings on what is exact, and the table.</returns>
    public Survey Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var equations = new EquationClaims(Autograd, Images);
        var pca = new PcaSurvey
        {
            Sides = [new ReferenceSide(Threads)],
            Images = Images,
            Activations = ["identity"],
            Hidden = [Math.Min(Hidden, Images.Dimension - 1)],
            Epochs = PcaEpochs,
            Batch = Batch,
            WithMlNet = false,
            Seed = 0,
            Threads = Threads,
        }.Run(progress, cancellation);
        List<Claim> claims =
        [
            .. equations.All(),
            .. Runs.OfAutoencoders,
            .. new PcaPartClaims(pca, Images).All(),
            .. Runs.OfClassifiers,
            .. ReadingClaims.All,
        ];
        return new Survey([.. equations.Findings, .. AccuracyClaims.Findings(), .. pca.Findings], [Table(claims)]);
    }

    /// <summary>The table.</summary>
    /// <param name="claims">One for each row.</param>
    public static TableFigure Table(IReadOnlyList<Claim> claims)
    {
        var counts = Enum.GetValues<ClaimVerdict>()
            .Select(verdict =>
                FormattableString.Invariant(
                    $"{claims.Count(claim => claim.Verdict == verdict)} {Claim.WordsOf(verdict)}"
                )
            );
        return new TableFigure(
            "figure/audit",
            "The homework's text, audited",
            FormattableString.Invariant(
                $"{claims.Count} claims: {string.Join(", ", counts)}. Numbers of runs are means over the seeds on the from-scratch side, which the findings above hold against TorchSharp. Each verdict follows from the numbers beside it by the criterion that stands there."
            ),
            ["claim", "where", "verdict", "evidence", "what would be right"],
            [
                .. claims.Select(claim =>
                    (string[])[claim.What, claim.Where, claim.VerdictWords, claim.Evidence, claim.Right]
                ),
            ]
        );
    }
}
