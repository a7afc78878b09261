using Compare.Checks.Pca;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Results;
using Compare.Sides;

namespace Compare.Homework.Audit;

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
    public required IGradientSource Autograd { get; init; }

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
            Eigensolver = TorchSide.Eigensolver,
            Seed = 0,
            Threads = Threads,
        }.Run(progress, cancellation);
        (string Part, IReadOnlyList<Claim> Claims)[] parts =
        [
            ("1 a), gradients", [.. equations.All(), .. ReadingClaims.OfEquations]),
            ("1 b) and c), autoencoders", Runs.OfAutoencoders),
            ("1 d), PCA", [.. ReadingClaims.OfPca, .. new PcaPartClaims(pca, Images).All()]),
            ("2, optimizers", [.. Runs.OfClassifiers, .. ReadingClaims.OfOptimizers]),
        ];
        return new Survey(
            [.. equations.Findings, .. AccuracyClaims.Findings(), .. pca.Findings],
            [Counts(parts), Table([.. parts.SelectMany(part => part.Claims)])]
        );
    }

    /// <summary>How many claims of each part have which verdict, with those that fail in words.</summary>
    /// <param name="parts">Name and claims of each part.</param>
    public static TableFigure Counts(IReadOnlyList<(string Part, IReadOnlyList<Claim> Claims)> parts)
    {
        var verdicts = Enum.GetValues<ClaimVerdict>();
        string[] Row(string name, IEnumerable<Claim> claims) =>
            [name, .. verdicts.Select(verdict => Numbers.Text(claims.LongCount(claim => claim.Verdict == verdict)))];
        var all = parts.SelectMany(part => part.Claims).ToList();
        var failing = all.Where(claim => claim.Verdict == ClaimVerdict.Fails)
            .Select(claim => $"{claim.What} ({claim.Where})")
            .ToList();
        return new TableFigure(
            "figure/audit/counts",
            "The homework's claims, counted",
            failing.Count == 0 ? "None fails." : $"What fails: {string.Join("; ", failing)}.",
            ["part", .. verdicts.Select(Claim.WordsOf)],
            [.. parts.Select(part => Row(part.Part, part.Claims)), Row("in all", all)]
        );
    }

    /// <summary>The table.</summary>
    /// <param name="claims">One for each row.</param>
    public static TableFigure Table(IReadOnlyList<Claim> claims) =>
        new(
            "figure/audit",
            "The homework's text, audited",
            "Each verdict follows from the numbers beside it, by the criterion that stands there. Numbers of runs are means over the seeds on the from-scratch side; that TorchSharp's are the same, the findings on its runs say.",
            ["claim", "where", "verdict", "evidence", "what would be right"],
            [
                .. claims.Select(claim =>
                    (string[])[claim.What, claim.Where, claim.VerdictWords, claim.Evidence, claim.Right]
                ),
            ]
        );
}
