using Compare.Homework.Audit;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Support;

namespace Compare.Tests.Homework.Audit;

/// <summary>The printed equations: what the audit says of them is confirmed, and would not be if it said something else.</summary>
public sealed class EquationClaimsTests
{
    private static readonly ImageSet Images = Datasets.Load("digits", CancellationToken.None).Train;

    private static readonly ISide Torch = TorchSide.Open("cpu", threads: 1);

    public static TheoryData<string> Activations => [.. Activation.Names];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Findings_AgreeWithAutogradAndTheJudge(string activation)
    {
        var check = new EquationCheck(Torch, Images, activation, hidden: 7);
        Assert.Equal(7, check.Findings.Count);
        Assert.All(
            check.Findings,
            finding => Assert.True(finding.Status == Status.Rounding, finding.Location?.ToString())
        );
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Findings_OnAWrongCorrection_Disagree(string activation)
    {
        var check = new EquationCheck(Torch, Images, activation, hidden: 7);
        var printed = check.Printed;
        Assert.Equal(Status.Disagrees, check.Loss(factor: 1).Status);
        foreach (
            var (parameter, form) in new[]
            {
                (1, printed.Figure1LastLine()),
                (2, printed.Figure2(printed.Slope)),
                (2, printed.Figure2(printed.Epsilon)),
                (1, EquationCheck.Transposed(printed.Figure2(printed.U))),
            }
        )
        {
            // With the identity the code is the pre-activation.
            if (activation == "identity" && form.ToDoubles().SequenceEqual(printed.Figure2(printed.U).ToDoubles()))
                continue;
            Assert.All(
                check.Both("planted", "planted", parameter, form),
                finding => Assert.Equal(Status.Disagrees, finding.Status)
            );
        }
    }

    [Fact]
    public void Claims_OnARightAutograd_HaveTheirVerdicts()
    {
        var claims = new EquationClaims(Torch, Images).All().ToDictionary(claim => claim.Id);
        foreach (var id in new[] { "equations/model", "equations/elements" })
            Assert.Equal(ClaimVerdict.Holds, claims[id].Verdict);
        foreach (var (id, claim) in claims.Where(claim => claim.Key is not ("equations/model" or "equations/elements")))
            Assert.True(claim.Verdict == ClaimVerdict.HoldsWithCorrection, id);
        Assert.Contains("right with none of them", claims["equations/figure-2"].Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Mistake.FactorTwo)]
    [InlineData(Mistake.SignOfW1)]
    [InlineData(Mistake.DerivativeMissing)]
    public void Claims_OnAnAutogradThatDisagrees_Fail(Mistake mistake)
    {
        var claims = new EquationClaims([
            .. Activation.Names.Select(name => new EquationCheck(new MistakenSide(mistake), Images, name, hidden: 7)),
        ])
            .All()
            .ToDictionary(claim => claim.Id);
        foreach (var id in new[] { "half", "chain-rule", "elements", "first-line", "last-line" })
            Assert.Equal(ClaimVerdict.Fails, claims[$"equations/{id}"].Verdict);
        Assert.Equal(
            mistake == Mistake.FactorTwo ? ClaimVerdict.Fails : ClaimVerdict.HoldsWithCorrection,
            claims["equations/figure-2"].Verdict
        );
    }

    [Fact]
    public void Claims_OnAMistakenDecoder_FailForFigure2() =>
        Assert.Equal(
            ClaimVerdict.Fails,
            new EquationClaims([new EquationCheck(new MistakenSide(Mistake.SignOfW2), Images, "tanh", hidden: 7)])
                .All()
                .Single(claim => claim.Id == "equations/figure-2")
                .Verdict
        );

    [Fact]
    public void FirstLine_WithOneHiddenUnit_ConformsSoThatNothingIsDecided() =>
        Assert.Equal(
            ClaimVerdict.CannotBeDecided,
            new EquationClaims([new EquationCheck(Torch, Images, "tanh", hidden: 1)])
                .All()
                .Single(claim => claim.Id == "equations/first-line")
                .Verdict
        );

    [Fact]
    public void Shapes_WithAsManyUnitsAsPixels_AreRightAndTheTransposeIsStillWrong()
    {
        var small = new ImageSet(2, 2, [0, 90, 180, 255], [1]);
        var claims = new EquationClaims([new EquationCheck(Torch, small, "tanh", hidden: 4)])
            .All()
            .ToDictionary(claim => claim.Id);
        Assert.Equal(ClaimVerdict.Holds, claims["equations/dimensions"].Verdict);
        Assert.Equal(ClaimVerdict.HoldsWithCorrection, claims["equations/last-line"].Verdict);
    }
}
