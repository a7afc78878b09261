using Compare.Checks.Traces;
using Compare.Problems.Recorded;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>Gradients as students and porters have them, each with its right verdict, which comes with the file.</summary>
public sealed class GradientCasesTests
{
    [Theory]
    [InlineData("relu-right")]
    [InlineData("g03_with_biases")]
    public void Run_Right_Agrees(string name) =>
        Assert.All(
            Run(name).Findings,
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, finding.Cause?.ToString())
        );

    [Theory]
    [InlineData("g01_mseloss_mean_over_elements", "averaged over all elements", "loss dW1 dW2")]
    [InlineData("relu-x1.001", "it is 1.001 times what it must be", "dW1")]
    [InlineData("tanh-x1.001", "it is 1.001 times what it must be", "dW1")]
    [InlineData("g07_l2_in_the_loss", "there is a term 0.01 x", "dW1 dW2")]
    [InlineData("tanh-wd", "there is a term 0.001 x", "dW1 dW2")]
    public void Run_Wrong_FailsWithTheCauseInTheRightTensors(string name, string cause, string tensors)
    {
        var failed = Run(name).Findings.Where(finding => finding.Status == Status.Disagrees).ToList();
        Assert.All(failed, finding => Assert.Contains(cause, finding.Cause!.Words, StringComparison.Ordinal));
        Assert.Equal(tensors.Split(' '), failed.Select(finding => finding.Key[KeyPart.Tensor]).Distinct());
    }

    /// <summary>Nobody gave the loss, so nothing is said of it.</summary>
    [Fact]
    public void Run_BiasesLeftOut_DisagreesWithoutAWordOnTheLoss()
    {
        var failed = Run("g05_same_without_saying_so").Findings.Where(finding => finding.Status == Status.Disagrees);
        Assert.NotEmpty(failed);
        Assert.All(
            failed,
            finding => Assert.DoesNotContain("loss", finding.Cause!.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Run_ComputedInFloat32AndWidened_IsRightToFloat32Accuracy()
    {
        var survey = Run("relu-f32cast");
        var report = new Report("trace", survey.Findings, [], [], []);
        Assert.Equal(Outcome.Pass, report.Outcome);
        Assert.Contains(
            "the gradient dW1 is right to float32 accuracy",
            Verdict.Why(report),
            StringComparison.OrdinalIgnoreCase
        );
    }

    /// <summary>The nearest wrong neighbour: floats that are off by more than float32 explains.</summary>
    [Fact]
    public void Run_FloatsThatAreWrong_Disagree()
    {
        var right = Read("relu-f32cast");
        var wrong = right with
        {
            Gradients =
            [
                right.Gradients[0] with
                {
                    Values =
                    [
                        .. right
                            .Gradients[0]
                            .Values.Select((value, i) => i == 7 ? (double)(float)(value * 1.0001) : value),
                    ],
                },
                right.Gradients[1],
            ],
        };
        var failed = RecordedGradientCheck
            .Run(wrong, threads: 2)
            .Findings.Where(finding => finding.Status == Status.Disagrees);
        Assert.All(failed, finding => Assert.Equal("dW1", finding.Key[KeyPart.Tensor]));
        Assert.NotEmpty(failed);
    }

    [Fact]
    public void Run_TransposedGradient_SaysSoInTheVerdict()
    {
        var survey = Run("g03_with_biases");
        Assert.DoesNotContain(
            "transpose",
            Verdict.Why(new Report("trace", survey.Findings, [], [], [])),
            StringComparison.Ordinal
        );
        var right = Read("g03_with_biases");
        var layout = right.Layout;
        var transposed = right with { Layout = layout with { DW1 = !layout.DW1 } };
        var why = Verdict.Why(
            new Report("trace", RecordedGradientCheck.Run(transposed, threads: 2).Findings, [], [], [])
        );
        Assert.Contains("dW1 as the transpose", why, StringComparison.Ordinal);
    }

    private static Survey Run(string name) => RecordedGradientCheck.Run(Read(name), threads: 2);

    private static RecordedGradient Read(string name) =>
        Assert.IsType<RecordedGradient>(
            TraceRecognition.Read(
                Path.Combine(Repository.Root, "tests", "Core.Tests", "Checks", "Traces", "Cases", $"{name}.npz")
            )
        );
}
