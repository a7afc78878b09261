using Compare.Checks.Traces;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Reference.Activations;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>Recordings of the plain program, right and wrong, complete and not.</summary>
public sealed class RecordedGradientCheckTests
{
    public static TheoryData<string> Activations => [.. Activation.Names];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Run_RightGradientWithoutActivation_FindsIt(string activation)
    {
        var findings = Run(Record(activation, Mistake.None) with { Activation = null, Loss = null });

        Assert.All(findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        Assert.Contains($"{activation} fits best", FindingWords.Notes(findings[0])!, StringComparison.Ordinal);
        Assert.DoesNotContain(findings, finding => finding.Key[KeyPart.Tensor] == "loss");
    }

    /// <summary>Relu's derivative at the code is that at the pre-activation, so it is no cause, however wide its bound is.</summary>
    [Fact]
    public void Run_ReluScaledByAFactorOfNoMeaning_IsToldTheFactorAndNoOtherMistake()
    {
        var right = Record("relu", Mistake.None);
        var scaled = right with
        {
            Gradients =
            [
                right.Gradients[0] with
                {
                    Values = [.. right.Gradients[0].Values.Select(value => 1.001 * value)],
                },
                right.Gradients[1],
            ],
        };

        var findings = Run(scaled);

        Assert.All(Run(right), finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        var failed = findings.Where(finding => finding.Status == Status.Disagrees).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, finding => Assert.Equal("dW1", finding.Key[KeyPart.Tensor]));
        Assert.All(failed, finding => Assert.Equal("factor", finding.Cause!.Id));
        Assert.All(failed, finding => Assert.Empty(finding.Cause!.Alternatives));
        Assert.All(failed, finding => Assert.Contains("1.001 times", finding.Cause!.Words, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Run_WrongGradientWithoutActivation_FindsBoth(string activation)
    {
        var findings = Run(Record(activation, Mistake.FactorBatch) with { Activation = null });

        Assert.Contains($"{activation} fits best", FindingWords.Notes(findings[0])!, StringComparison.Ordinal);
        Assert.Contains(
            findings,
            finding =>
                finding.Cause?.ToString().Contains("not divided by B, against (A.6)", StringComparison.Ordinal) == true
        );
        Assert.Contains(findings, finding => finding.Key[KeyPart.Tensor] == "loss");
    }

    [Fact]
    public void Run_WeightsRecordedAfterTheUpdate_FindsActivationAndStepSize()
    {
        var before = Record("sigmoid", Mistake.None);
        var trace = before with
        {
            Activation = null,
            Loss = null,
            Parameters =
            [
                .. before.Parameters.Select(
                    (tensor, p) =>
                        tensor with
                        {
                            Values = [.. tensor.Values.Zip(before.Gradients[p].Values, (w, g) => w - 0.25 * g)],
                        }
                ),
            ],
        };

        var findings = Run(trace);

        Assert.Contains("sigmoid fits best", FindingWords.Notes(findings[0])!, StringComparison.Ordinal);
        Assert.Contains(
            findings,
            finding =>
                finding.Cause?.ToString().Contains("before a step of SGD of size 0.250", StringComparison.Ordinal)
                == true
        );
    }

    [Fact]
    public void Run_OtherActivationThanNamed_IsTheCause()
    {
        var findings = Run(Record("sigmoid", Mistake.None) with { Activation = "tanh" });

        Assert.Contains(
            findings,
            finding =>
                finding.Cause?.ToString().Contains("the activation is sigmoid, against (A.2)", StringComparison.Ordinal)
                == true
        );
    }

    [Fact]
    public void Run_AmbiguousShapes_ReadsThemAsTheyFit()
    {
        // As many images as pixels: X, turned, has the shape of X.
        var right = Record("tanh", Mistake.None, batch: 6);
        var turned = right.Layout with { X = true };
        var trace = right with { X = RecordedGradient.Transpose(right.X), OtherLayouts = [turned] };

        var findings = Run(trace);

        Assert.All(findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        Assert.Contains("transposed: X", FindingWords.Notes(findings[0])!, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Float32_InputsAreRoundedAsTheProgramRoundsThem()
    {
        var right = Record("tanh", Mistake.None);
        var trace = right with
        {
            Precision = Precision.Float32,
            Gradients =
            [
                .. right.Gradients.Select(tensor =>
                    tensor with
                    {
                        Values = Array.ConvertAll(tensor.Values, value => (double)(float)value),
                    }
                ),
            ],
        };

        Assert.All(Run(trace), finding => Assert.NotEqual(Status.Disagrees, finding.Status));
    }

    private static IReadOnlyList<Finding> Run(RecordedGradient trace) => RecordedGradientCheck.Run(trace, 1).Findings;

    private static RecordedGradient Record(string activation, Mistake mistake, int batch = 5)
    {
        const int inputs = 6;
        const int hidden = 3;
        var random = new Random(9);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)(random.NextSingle() - 0.5f))];
        var problem = new AutoencoderProblem(
            activation,
            inputs,
            hidden,
            batch,
            Draw(batch * inputs),
            Draw(hidden * inputs),
            Draw(inputs * hidden)
        ).ToProblem();
        var trace = new MistakenSide(mistake).Gradient(problem);
        return new RecordedGradient
        {
            File = "somebody.npz",
            Precision = Precision.Float64,
            Ignored = [],
            Layout = new GradientLayout(batch, inputs, hidden, false, false, false, false, false),
            OtherLayouts = [],
            X = new NamedArray("X", batch, inputs, problem.Batch.X),
            Parameters = problem.Parameters,
            Gradients = trace.Gradients,
            Loss = trace.Loss,
            Activation = activation,
        };
    }
}
