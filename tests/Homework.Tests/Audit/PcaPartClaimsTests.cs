using Compare.Checks.Pca;
using Compare.Homework.Audit;
using Compare.Problems.Data;
using Compare.Results;

namespace Compare.Tests.Homework.Audit;

/// <summary>The claims of part 1 d) follow the rows of the PCA check, one by one.</summary>
public sealed class PcaPartClaimsTests
{
    private static readonly ImageSet Images = new(2, 2, [0, 90, 180, 255], [1]);

    [Theory]
    [InlineData("pca/same-output", "holds with a correction")]
    [InlineData("pca/scores", "holds with a correction")]
    [InlineData("pca/columns", "holds with a correction")]
    [InlineData("pca/unit-norms", "fails")]
    [InlineData("pca/identity", "holds with a correction")]
    [InlineData("pca/one-image", "holds with a correction")]
    public void Claim_WhoseRowsShowIt_HasItsVerdict(string id, string verdict)
    {
        var claim = Claim(Checks(Status.Rounding, notShown: null), id);
        Assert.Equal(verdict, claim.VerdictWords);
        Assert.NotEmpty(claim.Right);
    }

    [Theory]
    [InlineData("pca/same-output", nameof(PcaClaim.Centring))]
    [InlineData("pca/scores", nameof(PcaClaim.Scores))]
    [InlineData("pca/scores", nameof(PcaClaim.WeightDecay))]
    [InlineData("pca/columns", nameof(PcaClaim.Columns))]
    [InlineData("pca/unit-norms", nameof(PcaClaim.UnitNormsSuffice))]
    [InlineData("pca/unit-norms", nameof(PcaClaim.UnitNormsNeeded))]
    public void Claim_WhoseRowIsNotShown_CannotBeDecided(string id, string row)
    {
        var claim = Claim(Checks(Status.Rounding, Enum.Parse<PcaClaim>(row)), id);
        Assert.Equal(ClaimVerdict.CannotBeDecided, claim.Verdict);
        Assert.Contains($"numbers of {row}", claim.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_ThatDoesNotEndAtPca_Fails() =>
        Assert.Equal(ClaimVerdict.Fails, Claim(Checks(Status.Disagrees, notShown: null), "pca/identity").Verdict);

    [Fact]
    public void Claims_WithoutTheCheck_CannotBeDecided() =>
        Assert.Equal(
            5,
            new PcaPartClaims(new Survey([], []), Images)
                .All()
                .Count(claim => claim.Verdict == ClaimVerdict.CannotBeDecided)
        );

    private static Claim Claim(Survey checks, string id) =>
        new PcaPartClaims(checks, Images).All().Single(claim => claim.Id == id);

    private static Survey Checks(Status status, PcaClaim? notShown) =>
        new(
            [
                new FindingHead(FindingKey.Of("pca").With(KeyPart.Kind, PcaFindings.AngleKind), "the angle").Complete(
                    status,
                    1e-11,
                    1e-10
                ),
            ],
            [
                new TableFigure(
                    PcaClaims.FigureId,
                    "",
                    "",
                    ["claim", "verdict", "numbers"],
                    [
                        .. Enum.GetValues<PcaClaim>()
                            .Select(row =>
                                (string[])
                                    [
                                        row.ToString(),
                                        row == notShown ? PcaClaims.NotShown : "shown",
                                        $"numbers of {row}",
                                    ]
                            ),
                    ]
                ),
            ]
        );
}
