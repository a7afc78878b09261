using Compare.Checks.Pca;
using Compare.Problems.Data;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>Part 1 d): what the homework says about PCA, from the PCA check and its table of claims.</summary>
/// <param name="checks">Findings and figures of the PCA check with the identity.</param>
/// <param name="images">Training images; the first is used.</param>
internal sealed class PcaPartClaims(Survey checks, ImageSet images)
{
    private const string Open = "the run towards PCA was not finished";

    private readonly TableFigure? _table = checks
        .Figures.OfType<TableFigure>()
        .FirstOrDefault(figure => figure.Id == PcaClaims.FigureId);

    /// <summary>All of them, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() => [Identity(), OneImage(), SameOutput(), Scores(), Columns(), UnitNorms()];

    private Claim Identity()
    {
        var head = new ClaimHead(
            "pca/identity",
            "with a unitary activation the autoencoder resembles PCA",
            "part 1 d)"
        );
        List<Finding> atTheEnd =
        [
            .. checks.Findings.Where(finding =>
                finding.Key[KeyPart.Kind] is PcaFindings.AngleKind or PcaFindings.VerdictKind
            ),
        ];
        if (atTheEnd.Count == 0)
            return head.Undecided(Open);
        var isPca = atTheEnd.All(finding => finding.Status is Status.Agrees or Status.Rounding);
        return head.Complete(
            isPca ? ClaimVerdict.HoldsWithCorrection : ClaimVerdict.Fails,
            $"with s(a) = a, trained to the end: {string.Join("; ", atTheEnd.Select(finding => $"{finding.Subject}: error {Numbers.Text(finding.Error)}, bound {Numbers.Text(finding.Bound)}"))}. That unitary means the identity, the text alone tells: it is what turns Eq. (3) into Eq. (6)",
            "the identity; -a does as well, with W2 W1 the negative projector"
        );
    }

    /// <summary>Eq. (7) as it stands is about one image, which any unit reproduces that looks along it.</summary>
    private Claim OneImage()
    {
        var x = new double[images.Dimension];
        images.Scale(PixelScaling.Centred, [0], x);
        var square = InnerProduct.Of<double>(x, x);
        // W1 = x' / |x|^2 and W2 = x.
        var code = x.Sum(pixel => pixel / square * pixel);
        var left = x.Sum(pixel => Math.Pow(pixel - pixel * code, 2)) / square;
        // The code is an inner product of d terms with a rounding more each.
        var gamma = (x.Length + 2) * Binary64.UnitRoundoff;
        return new ClaimHead(
            "pca/one-image",
            "the infimum over the weights is taken for one image",
            "Eq. (7)"
        ).Complete(
            left <= gamma * gamma ? ClaimVerdict.HoldsWithCorrection : ClaimVerdict.Holds,
            FormattableString.Invariant(
                $"for one image the infimum is 0 with a single unit: W1 = x' / |x|^2 and W2 = x leave {left:0.0e+00} of its square, rounding may leave {gamma * gamma:0.0e+00}"
            ),
            "the sum over the images, as in Eq. (1)"
        );
    }

    private Claim SameOutput() =>
        FromTable(
            new ClaimHead("pca/same-output", "W2 W1 gives the same output as PCA", "after Eq. (7)"),
            ClaimVerdict.HoldsWithCorrection,
            "at the minimum, and as PCA of the second moments without centring; PCA as taught centres the pixels",
            PcaClaim.Centring
        );

    private Claim Scores() =>
        FromTable(
            new ClaimHead("pca/scores", "W1 x is the projection to the reduced space", "after Eq. (7)"),
            ClaimVerdict.HoldsWithCorrection,
            "with W1 = W2' and orthonormal columns, up to a rotation; weight decay on both leaves not even that free",
            PcaClaim.Scores,
            PcaClaim.WeightDecay
        );

    private Claim Columns() =>
        FromTable(
            new ClaimHead(
                "pca/columns",
                "W2 W1 can have columns that are not orthogonal or not normalised, unlike PCA's matrix",
                "after Eq. (7)"
            ),
            ClaimVerdict.HoldsWithCorrection,
            "on the way only: at the minimum W2 W1 is the orthogonal projector, and W1 and W2 alone are free, up to an invertible k x k matrix",
            PcaClaim.Columns
        );

    private Claim UnitNorms() =>
        FromTable(
            new ClaimHead(
                "pca/unit-norms",
                "unit norms of W2's columns and W1's rows bring it nearer to PCA",
                "end of part 1"
            ),
            ClaimVerdict.Fails,
            "they are neither sufficient nor necessary; W1 = W2' with orthonormal columns is what PCA has",
            PcaClaim.UnitNormsSuffice,
            PcaClaim.UnitNormsNeeded
        );

    /// <summary>The verdict stands where each row shows what its words say; otherwise nothing is decided.</summary>
    private Claim FromTable(ClaimHead head, ClaimVerdict verdict, string right, params PcaClaim[] claims)
    {
        if (_table is null)
            return head.Undecided(Open);
        List<IReadOnlyList<string>> rows = [.. claims.Select(claim => _table.Rows[(int)claim])];
        var evidence = string.Join("; ", rows.Select(row => $"{row[1]}: {row[2]}"));
        return rows.Any(row => row[1] == PcaClaims.NotShown)
            ? head.Undecided(evidence)
            : head.Complete(verdict, evidence, right);
    }
}
