using Compare.Homework.Audit;
using Compare.Homework.Runs;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Tests.Homework.Audit;

/// <summary>The claims about optimizers, on constructed results in which they hold and in which they do not.</summary>
public sealed class OptimizerClaimsTests
{
    [Theory]
    [InlineData("table2/highest")]
    [InlineData("big/far")]
    [InlineData("big/reasonable")]
    [InlineData("big/adagrad-loss")]
    [InlineData("middle/good")]
    [InlineData("middle/similar")]
    [InlineData("middle/rmsprop")]
    [InlineData("middle/sgd-worst")]
    [InlineData("middle/adam-best")]
    [InlineData("middle/sgd-slower")]
    [InlineData("middle/momentum")]
    [InlineData("middle/rmsprop-constant")]
    [InlineData("middle/oscillates")]
    [InlineData("small/lower")]
    [InlineData("small/high")]
    [InlineData("small/momentum")]
    [InlineData("small/order")]
    [InlineData("small/constant")]
    [InlineData("small/factor")]
    [InlineData("small/slows")]
    [InlineData("small/adam")]
    public void Claim_OnWhatTheTextSays_Holds(string id)
    {
        var claim = Claim(new ConstructedRuns(), id);
        Assert.True(claim.Verdict == ClaimVerdict.Holds, claim.Evidence);
        Assert.Empty(claim.Right);
    }

    [Theory]
    [InlineData("table2/highest", "adagrad", 0.01, 99.0)]
    [InlineData("big/far", "momentum", 0.5, 95.0)]
    [InlineData("big/reasonable", "rmsprop", 0.5, 30.0)]
    [InlineData("big/reasonable", "adagrad", 0.5, 12.0)]
    [InlineData("middle/good", "sgd", 0.01, 89.0)]
    [InlineData("middle/similar", "adagrad", 0.01, 95.0)]
    [InlineData("middle/rmsprop", "rmsprop", 0.01, 97.9)]
    [InlineData("middle/sgd-worst", "momentum", 0.01, 93.0)]
    [InlineData("small/high", "rmsprop", 1e-5, 80.0)]
    [InlineData("small/high", "adagrad", 1e-5, 86.0)]
    [InlineData("small/momentum", "momentum", 1e-5, 60.0)]
    [InlineData("small/momentum", "momentum", 1e-5, 10.0)]
    public void Claim_WithAnAccuracyThatContradicts_Fails(string id, string rule, double step, double percent)
    {
        var claim = Claim(
            new ConstructedRuns().WithAccuracy(cell => cell.Row == rule && cell.StepSize == step, percent),
            id
        );
        Assert.Equal(ClaimVerdict.Fails, claim.Verdict);
        Assert.NotEmpty(claim.Right);
    }

    [Theory]
    [InlineData("big/only-sgd", "sgd", 0.5, "guessing")]
    [InlineData("big/adagrad-loss", "adagrad", 0.5, "guessing")]
    [InlineData("big/adagrad-loss", "rmsprop", 0.5, "low")]
    [InlineData("big/local-minimum", "momentum", 0.5, "low")]
    [InlineData("middle/adam-best", "adagrad", 0.01, "low")]
    [InlineData("middle/sgd-slower", "sgd", 0.01, "low")]
    [InlineData("middle/momentum", "momentum", 0.01, "low")]
    [InlineData("middle/momentum", "momentum", 0.01, "constant")]
    [InlineData("middle/rmsprop-constant", "rmsprop", 0.01, "falling")]
    [InlineData("middle/oscillates", "adam*", 0.01, "falling")]
    [InlineData("small/order", "adagrad", 1e-5, "low")]
    [InlineData("small/factor", "rmsprop", 1e-5, "guessing")]
    [InlineData("small/slows", "rmsprop", 1e-5, "linear")]
    [InlineData("small/adam", "adam*", 1e-5, "falling")]
    public void Claim_WithALossThatContradicts_Fails(string id, string rule, double step, string curve)
    {
        var claim = Claim(new ConstructedRuns().WithLosses(cell => Fits(cell, rule, step), Curve(curve)), id);
        Assert.Equal(ClaimVerdict.Fails, claim.Verdict);
        Assert.NotEmpty(claim.Right);
    }

    [Theory]
    [InlineData("big/only-sgd", "adagrad", 0.5, "low")]
    [InlineData("middle/adam-best", "adam", 0.01, "constant")]
    [InlineData("middle/oscillates", "adam", 0.01, "falling")]
    [InlineData("small/constant", "adagrad", 1e-5, "falling")]
    [InlineData("small/factor", "rmsprop", 1e-5, "low")]
    [InlineData("small/order", "adam", 1e-5, "low")]
    public void Claim_WithOneException_HoldsWithACorrection(string id, string rule, double step, string curve)
    {
        var claim = Claim(new ConstructedRuns().WithLosses(cell => Fits(cell, rule, step), Curve(curve)), id);
        Assert.Equal(ClaimVerdict.HoldsWithCorrection, claim.Verdict);
        Assert.NotEmpty(claim.Right);
    }

    [Fact]
    public void OnlySgd_WithAllOthersGuessing_Holds() =>
        Assert.Equal(
            ClaimVerdict.Holds,
            Claim(
                new ConstructedRuns().WithLosses(cell => Fits(cell, "adagrad", 0.5), Curve("guessing")),
                "big/only-sgd"
            ).Verdict
        );

    [Fact]
    public void OnlySgd_WhereTrainingDiverged_IsStuck()
    {
        var claim = Claim(
            new ConstructedRuns().WithLosses(
                cell => cell.Row != "sgd" && cell.StepSize == 0.5,
                (_, _, _) => double.NaN
            ),
            "big/only-sgd"
        );
        Assert.Equal(ClaimVerdict.Holds, claim.Verdict);
        Assert.Contains("infinity", claim.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void LocalMinimum_IsCorrectedWhereMomentumOnlyGuesses_AndOpenWhereItStandsElsewhere()
    {
        Assert.Equal(ClaimVerdict.HoldsWithCorrection, Claim(new ConstructedRuns(), "big/local-minimum").Verdict);
        var elsewhere = new ConstructedRuns().WithLosses(cell => Fits(cell, "momentum", 0.5), (_, _, _) => 1.5);
        Assert.Equal(ClaimVerdict.CannotBeDecided, Claim(elsewhere, "big/local-minimum").Verdict);
    }

    [Fact]
    public void Lower_WithOneRuleBetterAtTheSmallStep_HoldsWithACorrection()
    {
        var runs = new ConstructedRuns().WithAccuracy(cell => Fits(cell, "rmsprop", 1e-5), 99);
        Assert.Equal(ClaimVerdict.HoldsWithCorrection, Claim(runs, "small/lower").Verdict);
    }

    [Theory]
    [InlineData(91.9, 87.4, "fails")]
    [InlineData(87.4, 91.9, "holds")]
    [InlineData(95.0, 91.9, "cannot be decided")]
    public void AdamRow_IsThatOfTheVariantThatIsNear(double published, double byTensor, string verdict)
    {
        var runs = new ConstructedRuns()
            .WithAccuracy(cell => Fits(cell, "adam", 1e-5), published)
            .WithAccuracy(cell => Fits(cell, Cell.AdamByTensor, 1e-5), byTensor);
        Assert.Equal(verdict, Claim(runs, "table2/adam").VerdictWords);
    }

    [Fact]
    public void AdamRow_OnOtherData_CannotBeDecided() =>
        Assert.Equal(
            ClaimVerdict.CannotBeDecided,
            new AccuracyClaims(new ConstructedRuns().Results, isPaper: false).OfRuns()[0].Verdict
        );

    [Fact]
    public void Claims_WithoutARun_CannotBeDecided()
    {
        var claims = All(new ConstructedRuns().Without(cell => cell.Part == 2)).ToList();
        Assert.Equal(24, claims.Count);
        Assert.All(claims, claim => Assert.Equal(ClaimVerdict.CannotBeDecided, claim.Verdict));
    }

    [Fact]
    public void Claims_OnFewEpochs_DoNotReachBeyondThem()
    {
        var claims = All(new ConstructedRuns(classifierEpochs: 3)).ToDictionary(claim => claim.Id);
        foreach (var id in new[] { "small/factor", "small/slows", "small/adam" })
            Assert.Equal(ClaimVerdict.CannotBeDecided, claims[id].Verdict);
    }

    [Fact]
    public void Rules_MomentumAndAdamGoOn_RmsPropNeitherGoesOnNorSlowsDown()
    {
        var claims = AccuracyClaims.OfRules().ToDictionary(claim => claim.Id);
        Assert.Equal(ClaimVerdict.HoldsWithCorrection, claims["rules/momentum"].Verdict);
        Assert.StartsWith("momentum and adam;", claims["rules/momentum"].Right, StringComparison.Ordinal);
        Assert.Equal(ClaimVerdict.Fails, claims["rules/rmsprop-step"].Verdict);
        // rho times the gradient of the first update.
        Assert.Equal(0.9, RuleMotion.Coasting(Momentum.Homework), tolerance: 1e-15);
        // 1 / sqrt(1000) over 1 / sqrt(10).
        Assert.Equal(0.1, RuleMotion.Shrinkage(AdaGrad.Homework, 10, 1000), tolerance: 1e-6);
    }

    [Fact]
    public void Findings_OnMomentum_AgreeAndWouldNotIfARuleWereMistaken()
    {
        Assert.All(AccuracyClaims.Findings(), finding => Assert.Equal(Status.Agrees, finding.Status));
        Assert.Equal(Status.Disagrees, AccuracyClaims.Coasts(RmsProp.Homework, hasMomentum: true).Status);
        Assert.Equal(Status.Disagrees, AccuracyClaims.Coasts(Adam.Homework, hasMomentum: false).Status);
    }

    private static bool Fits(Cell cell, string rule, double step) =>
        cell.StepSize == step
        && (cell.Row == rule || (rule == "adam*" && cell.Row.StartsWith("adam", StringComparison.Ordinal)));

    private static Func<Cell, int, double, double> Curve(string name) =>
        name switch
        {
            "guessing" => (_, _, _) => 2.31,
            "constant" => (_, _, _) => 0.5,
            "falling" => (_, epoch, _) => 0.3 * Math.Pow(0.7, epoch),
            "linear" => (_, epoch, _) => 2 - 0.1 * epoch,
            _ => (_, epoch, _) => 0.001 * Math.Pow(0.9, epoch),
        };

    private static Claim Claim(ConstructedRuns runs, string id) => All(runs).Single(claim => claim.Id == id);

    private static IEnumerable<Claim> All(ConstructedRuns runs) =>
        [
            .. new AccuracyClaims(runs.Results, isPaper: true).OfRuns(),
            .. new BigStepClaims(runs.Results, isPaper: true).All(),
            .. new MiddleStepClaims(runs.Results).All(),
            .. new SmallStepClaims(runs.Results).All(),
        ];
}
