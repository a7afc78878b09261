using Compare.Checks.Gradients;
using Compare.Problems;
using Compare.Reference.Activations;
using Compare.Results;

namespace Compare.Tests.Checks.Gradients;

/// <summary>A derivative that is off in the twelfth digit is no derivative of the forward pass, whatever the sides say.</summary>
public sealed class ForwardPassTests
{
    public static TheoryData<string> Names => [.. Activation.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_RightDerivative_Agrees(string name) =>
        Assert.All(
            Votes(Activation.Named(name)),
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, finding.ToString())
        );

    [Fact]
    public void Run_DerivativeOffInTheTwelfthDigit_IsFound()
    {
        var votes = Votes(Activation.Of("nearly tanh", default(NearlyTanh)));

        Assert.Equal(Status.Disagrees, votes.Single(finding => finding.Key[KeyPart.Tensor] == "dW1").Status);
        // The decoder's gradient has no derivative of the activation in it.
        Assert.Equal(Status.Rounding, votes.Single(finding => finding.Key[KeyPart.Tensor] == "dW2").Status);
    }

    private static List<Finding> Votes(Activation activation)
    {
        var random = new Random(2);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        var model = new AutoencoderSpec(activation, 7, 3);
        var problem = new Problem(
            model,
            Precision.Float64,
            [new NamedArray("W1", 3, 7, Draw(21)), new NamedArray("W2", 7, 3, Draw(21))],
            new Batch(5, Draw(35), [])
        );
        var side = new Compare.Problems.Parties.ReferenceSide();
        return
        [
            .. new GradientCheck(side, side)
                .Run(problem, directions: 1)
                .Findings.Where(finding => finding.Key[KeyPart.Kind] == "automatic"),
        ];
    }

    private readonly record struct NearlyTanh : IActivationFunction
    {
        T IActivationFunction.Value<T>(T a) => T.Tanh(a);

        T IActivationFunction.Derivative<T>(T a, T z) => (T.One - z * z) * T.CreateChecked(1 + 1e-12);
    }
}
