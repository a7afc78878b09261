using Compare.Homework.Audit;
using Compare.Homework.Runs;

namespace Compare.Tests.Homework.Audit;

/// <summary>The claims about reconstructions: weights that give images back, and weights that give grey.</summary>
public sealed class ReconstructionClaimsTests
{
    private static readonly HomeworkData Data = new(ConstructedRuns.Images());

    [Theory]
    [InlineData("pictures/activation", "holds with a correction")]
    [InlineData("pictures/tanh", "holds with a correction")]
    [InlineData("pictures/size", "holds")]
    [InlineData("pictures/recognisable", "holds")]
    [InlineData("pictures/under-15", "holds")]
    public void Claim_OnTheHomeworksLosses_IsRightAsFarAsTheyShow(string id, string verdict) =>
        Assert.Equal(verdict, Claim(new ConstructedRuns(), id).VerdictWords);

    [Theory]
    [InlineData("pictures/activation")]
    [InlineData("pictures/tanh")]
    [InlineData("pictures/size")]
    [InlineData("pictures/recognisable")]
    [InlineData("pictures/under-15")]
    public void Claim_OnTheOpposite_Fails(string id)
    {
        var runs = new ConstructedRuns()
            .WithLosses(cell => cell.Part == 1, (cell, _, _) => cell.Row == "tanh" ? cell.Hidden : 2 * cell.Hidden)
            .Showing(cell => cell.Part == 1, shows: id == "pictures/activation")
            .Showing(cell => cell.Hidden <= 10 || (id == "pictures/activation" && cell.Row != "tanh"), shows: true)
            .Showing(cell => id == "pictures/activation" && cell.Row == "tanh", shows: false);
        var claim = Claim(runs, id);
        Assert.Equal(ClaimVerdict.Fails, claim.Verdict);
        Assert.NotEmpty(claim.Right);
    }

    [Fact]
    public void Effect_WithEqualLosses_IsNotRemarkable() =>
        Assert.Equal(
            ClaimVerdict.Holds,
            Claim(
                new ConstructedRuns().WithLosses(cell => cell.Part == 1, (_, _, _) => 1),
                "pictures/activation"
            ).Verdict
        );

    [Fact]
    public void OnlyTanh_FarAboveTheRestAtEverySize_Holds() =>
        Assert.Equal(
            ClaimVerdict.Holds,
            Claim(
                new ConstructedRuns().WithLosses(cell => cell.Row == "tanh", (_, _, loss) => 3 * loss),
                "pictures/tanh"
            ).Verdict
        );

    [Fact]
    public void Recognition_OfOriginals_IsComplete_AndOfGreyIsChance()
    {
        var recognition = new Recognition(Data, threads: 1);
        Assert.Equal(1, recognition.OfOriginals);
        var grey = new ConstructedRuns().Showing(cell => cell.Part == 1, shows: false).Results.Table1[0];
        Assert.Equal(0.1, recognition.Of(grey.Cell, grey.Runs[0]), tolerance: 1e-9);
    }

    [Fact]
    public void Claims_WithoutWeights_CannotBeDecided()
    {
        var runs = new ConstructedRuns().Without(cell => cell is { Part: 1, Row: "identity" });
        Assert.All(
            new ReconstructionClaims(runs.Results, Data, isPaper: true, threads: 1).All(),
            claim => Assert.Equal(ClaimVerdict.CannotBeDecided, claim.Verdict)
        );
    }

    private static Claim Claim(ConstructedRuns runs, string id) =>
        new ReconstructionClaims(runs.Results, Data, isPaper: true, threads: 1).All().Single(claim => claim.Id == id);
}
