using Compare.Homework.Audit;
using Compare.Homework.Runs;
using Compare.Homework.Tables;

namespace Compare.Tests.Homework.Audit;

/// <summary>The claims about losses of autoencoders, on constructed results in which they hold and in which they do not.</summary>
public sealed class TrainingClaimsTests
{
    private static readonly Func<Cell, bool> Every = cell => cell.Part == 1;

    [Theory]
    [InlineData("training/size")]
    [InlineData("training/constant")]
    [InlineData("training/stationary")]
    [InlineData("training/linear-best")]
    [InlineData("training/difference")]
    public void Claim_OnTheHomeworksNumbers_Holds(string id) =>
        Assert.Equal(ClaimVerdict.Holds, Claim(new ConstructedRuns(), id).Verdict);

    [Theory]
    [InlineData("training/size")]
    [InlineData("training/constant")]
    [InlineData("training/stationary")]
    [InlineData("training/linear-best")]
    [InlineData("training/difference")]
    public void Claim_OnTheOpposite_Fails(string id)
    {
        var runs = id switch
        {
            "training/size" => new ConstructedRuns().WithLosses(
                Every,
                (cell, _, loss) => loss * cell.Hidden * cell.Hidden
            ),
            "training/constant" => new ConstructedRuns().WithLosses(
                Every,
                (_, epoch, loss) => loss * (2 - epoch / 30.0)
            ),
            "training/stationary" => new ConstructedRuns()
                .WithLosses(cell => TrainingClaims.IsLinear(cell.Row), (_, epoch, _) => 10 - 0.1 * epoch)
                .WithLosses(cell => !TrainingClaims.IsLinear(cell.Row), (_, _, _) => 10),
            "training/linear-best" => new ConstructedRuns().WithLosses(
                cell => TrainingClaims.IsLinear(cell.Row),
                (_, _, loss) => 2 * loss
            ),
            _ => new ConstructedRuns().WithLosses(
                cell => cell.Part == 1 && !TrainingClaims.IsLinear(cell.Row),
                (cell, _, _) => Paper.Table1("identity", cell.Hidden).Test * (1 + 50.0 / cell.Hidden)
            ),
        };
        var claim = Claim(runs, id);
        Assert.Equal(ClaimVerdict.Fails, claim.Verdict);
        Assert.NotEmpty(claim.Right);
    }

    [Theory]
    [InlineData("training/constant", "tanh")]
    [InlineData("training/stationary", "relu")]
    [InlineData("training/linear-best", "sigmoid")]
    [InlineData("training/difference", "relu")]
    public void Claim_WithOneException_HoldsWithACorrectionThatNamesTheRest(string id, string exception)
    {
        var runs = new ConstructedRuns().WithLosses(
            cell => cell.Row == exception,
            (cell, epoch, loss) =>
                id switch
                {
                    "training/constant" => loss * (2 - epoch / 30.0),
                    "training/stationary" => 10,
                    "training/linear-best" => cell.Hidden == 50 ? 0.1 : loss,
                    _ => cell.Hidden == 100 ? 2.4 : loss,
                }
        );
        var claim = Claim(runs, id);
        Assert.Equal(ClaimVerdict.HoldsWithCorrection, claim.Verdict);
        Assert.NotEmpty(claim.Right);
        if (id == "training/constant")
            Assert.Equal("constant with relu, sigmoid, identity, negative only", claim.Right);
    }

    [Fact]
    public void Claims_WithoutARun_CannotBeDecided() =>
        Assert.All(
            new TrainingClaims(
                new ConstructedRuns().Without(cell => cell is { Part: 1, Hidden: 25 or 50 }).Results,
                isPaper: true
            ).All(),
            claim =>
            {
                Assert.Equal(ClaimVerdict.CannotBeDecided, claim.Verdict);
                Assert.Contains("missing", claim.Evidence, StringComparison.Ordinal);
                Assert.Empty(claim.Right);
            }
        );

    [Fact]
    public void Claims_OnFewEpochs_DoNotReachBeyondThem()
    {
        var claim = Claim(new ConstructedRuns(epochs: 5), "training/constant");
        Assert.Equal(ClaimVerdict.CannotBeDecided, claim.Verdict);
        Assert.Contains("5 epochs", claim.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, "holds with a correction")]
    [InlineData(1.3, "fails")]
    public void Units_NeedTestAndTrainingLossNearEachOther(double factor, string verdict)
    {
        var runs = new ConstructedRuns().WithLosses(Every, (_, _, loss) => loss, (_, _, loss) => factor * loss);
        Assert.Equal(verdict, new UnitClaims(runs.Results, pixels: 784, isPaper: true).Columns().VerdictWords);
    }

    [Fact]
    public void Units_OnOtherData_CannotBeDecided() =>
        Assert.Equal(
            ClaimVerdict.CannotBeDecided,
            new UnitClaims(new ConstructedRuns().Results, pixels: 784, isPaper: false).Columns().Verdict
        );

    [Theory]
    [InlineData(false, "fails", "holds")]
    [InlineData(true, "holds", "fails")]
    public void StepSize_IsThatWhoseLossesAreNearer(bool exchanged, string small, string large)
    {
        var runs = new ConstructedRuns();
        if (exchanged)
            runs.WithLosses(Every, (cell, _, loss) => cell.StepSize == Grid.OtherStepSize ? loss / 1.2 : loss * 1.2);
        var claims = new StepSizeClaims(runs.Results, pixels: 784, isPaper: true).All().ToDictionary(claim => claim.Id);
        Assert.Equal(small, claims["steps/sigmoid-4"].VerdictWords);
        Assert.Equal(large, claims["steps/sigmoid-11"].VerdictWords);
        Assert.Equal(large, claims["steps/tanh-5"].VerdictWords);
        Assert.Equal(small, claims["steps/tanh-10"].VerdictWords);
    }

    [Fact]
    public void StepSize_WhoseLossesAreNotClearlyNearer_CannotBeDecided()
    {
        // 4 % off on one side, and about 6 % on the other.
        var runs = new ConstructedRuns().WithLosses(
            Every,
            (cell, _, loss) => cell.StepSize == Grid.OtherStepSize ? loss / 1.2 * 1.06 : loss * 1.04
        );
        Assert.All(
            new StepSizeClaims(runs.Results, pixels: 784, isPaper: true)
                .All()
                .Where(claim => claim.Id != "steps/others"),
            claim => Assert.Equal(ClaimVerdict.CannotBeDecided, claim.Verdict)
        );
    }

    [Fact]
    public void StepSize_OnWhichCaptionsAgree_HoldsNearTable1Only()
    {
        Claim Agreed(ConstructedRuns runs) =>
            new StepSizeClaims(runs.Results, pixels: 784, isPaper: true)
                .All()
                .Single(claim => claim.Id == "steps/others");
        Assert.Equal(ClaimVerdict.Holds, Agreed(new ConstructedRuns()).Verdict);
        Assert.Equal(
            ClaimVerdict.CannotBeDecided,
            Agreed(new ConstructedRuns().WithLosses(Every, (_, _, loss) => 1.2 * loss)).Verdict
        );
    }

    private static Claim Claim(ConstructedRuns runs, string id) =>
        new TrainingClaims(runs.Results, isPaper: true).All().Single(claim => claim.Id == id);
}
