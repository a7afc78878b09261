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

    /// <summary>1 + c - 1 is zero in double and has c's sign in truth, so that relu's derivative is 0 for one and 1 for the other.</summary>
    [Theory]
    [InlineData(1e-17)]
    [InlineData(-1e-17)]
    [InlineData(0)]
    public void Run_PreActivationWithinRoundingOfTheKink_IsNoMistake(double c)
    {
        var problem = new Problem(
            new AutoencoderSpec(Activation.Named("relu"), 3, 1),
            Precision.Float64,
            [new NamedArray("W1", 1, 3, [1, c, -1]), new NamedArray("W2", 3, 1, [0.5, -2, 1.5])],
            new Batch(2, [1, 1, 1, 0.5, 0.25, 0.125], [])
        );

        Assert.DoesNotContain(Votes(problem), finding => finding.Status == Status.Disagrees);
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
        return Votes(problem);
    }

    private static List<Finding> Votes(Problem problem)
    {
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
