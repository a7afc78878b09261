using Compare.Checks.Gradients;
using Compare.Oracles;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Gradients;

/// <summary>The grid on real input, with TorchSharp as the second side.</summary>
public sealed class GradientSurveyTests
{
    [Theory(Explicit = true)]
    [InlineData("digits")]
    [InlineData("mnist")]
    public void Run_WholeGrid_AgreesToRoundingAndFloat64IsNextToTheJudge(string name)
    {
        var images = name == "digits" ? Datasets.Load("digits", TestContext.Current.CancellationToken).Train : Mnist();

        var survey = Survey(images, ["relu", "sigmoid", "tanh", "identity", "negative"], [25, 50, 100])
            .Run((_, _, _) => { }, TestContext.Current.CancellationToken);

        Assert.Equal(
            30,
            survey.Findings.Count(finding =>
                (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW1", "sides")
            )
        );
        Assert.All(
            survey.Findings,
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, finding.Id)
        );
        Assert.All(survey.Findings, finding => Assert.True(finding.Ratio <= 1, finding.Id));
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    [InlineData("tanh")]
    [InlineData("identity")]
    [InlineData("negative")]
    public void Gradient_Float64_IsWithinTenToTheMinus13OfTheJudge(string activation)
    {
        var images = Datasets.Load("digits", TestContext.Current.CancellationToken).Train;
        foreach (var hidden in new[] { 25, 50, 100 })
        {
            var model = new AutoencoderSpec(activation, images.Rows * images.Columns, hidden);
            var problem = ImageProblems.Of(model, images, Precision.Float64, batch: 100, seed: 1);
            var judged = Judgement.Of(problem, threads: 2).Tensors;
            var computed = new ReferenceSide(2).Gradient(problem).Tensors;
            for (var t = 0; t < judged.Count; t++)
                Assert.InRange(Comparison.RelativeError(computed[t]!, judged[t]), 0, 1e-13);
        }
    }

    [Fact]
    public void Run_CancelledInTheSecondCell_KeepsTheFirst()
    {
        using var cancellation = new CancellationTokenSource();
        var images = Datasets.Load("digits", TestContext.Current.CancellationToken).Train;

        var survey = Survey(images, ["identity"], [2, 3])
            .Run(
                (done, _, _) =>
                {
                    if (done == 1)
                        cancellation.Cancel();
                },
                cancellation.Token
            );

        Assert.Contains(
            survey.Findings,
            finding => finding.Id.Contains("/identity/2/float64/", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            survey.Findings,
            finding => finding.Id.Contains("/identity/3/", StringComparison.Ordinal)
        );
    }

    private static GradientSurvey Survey(ImageSet images, string[] activations, int[] hidden) =>
        new(
            new ReferenceSide(2),
            TorchSide.Open("cpu", 2),
            images,
            [
                .. from activation in activations
                from k in hidden
                select new AutoencoderSpec(activation, images.Rows * images.Columns, k),
            ],
            [Precision.Float64, Precision.Float32],
            Batch: 100,
            Seed: 3,
            Threads: 2
        );

    private static ImageSet Mnist()
    {
        var shared = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "mnist"));
        Assert.SkipUnless(Directory.Exists(shared), $"MNIST is not in {shared}.");
        return Datasets.Load(shared, TestContext.Current.CancellationToken).Train;
    }
}
