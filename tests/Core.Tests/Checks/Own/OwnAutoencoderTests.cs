using Compare.Checks.Own;
using Compare.Problems;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

public sealed class OwnAutoencoderTests
{
    private const int Inputs = 7;
    private const int Hidden = 3;
    private const int Batch = 5;

    [Theory]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    [InlineData("identity")]
    public void Check_RightGradient_Agrees(string activation) => Check(activation, Mistake.None).AssertAgrees();

    [Fact]
    public void Check_DerivativeMissing_ReviewNamesLineAndRemedy()
    {
        var result = Check("tanh", Mistake.DerivativeMissing);

        Assert.Equal(2, result.Findings.Count(finding => finding.Status == Status.Disagrees));
        var review = Assert.Throws<DisagreementException>(result.AssertAgrees).Message;
        Assert.Contains(
            "your gradient, dW1: the derivative of the activation is missing, against (A.9): multiply by the derivative of tanh at the pre-activation, once",
            review,
            StringComparison.Ordinal
        );
        Assert.Contains("2 of 4 comparisons disagree", review, StringComparison.Ordinal);
        Assert.Contains("where: dW1[", review, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WrongLength_SaysWhichShapeIsNeeded()
    {
        var result = Check("tanh", Mistake.None, dW1 => dW1[1..]);

        Assert.Contains("it must be 3 x 7", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WeightsOfTheWrongLength_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            OwnAutoencoder.Check(new AutoencoderSpec("tanh", 2, 1), [1, 2], [1, 2, 3], [1, 2], (_, _, _) => ([], []))
        );

    private static CheckResult Check(string activation, Mistake mistake, Func<double[], double[]>? spoil = null)
    {
        var random = new Random(3);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        return OwnAutoencoder.Check(
            new AutoencoderSpec(activation, Inputs, Hidden),
            Draw(Batch * Inputs),
            Draw(Hidden * Inputs),
            Draw(Inputs * Hidden),
            (x, w1, w2) =>
            {
                var problem = new AutoencoderProblem(activation, Inputs, Hidden, x.Length / Inputs, x, w1, w2);
                var gradients = new MistakenSide(mistake).Gradient(problem.ToProblem()).Gradients;
                return (spoil?.Invoke(gradients[0].Values) ?? gradients[0].Values, gradients[1].Values);
            }
        );
    }
}
