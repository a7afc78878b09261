using Compare.Checks.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Faults.Gradients;

/// <summary>What a pass is worth is told truthfully: what it names as a survivor passes, and what it counts as caught fails.</summary>
public sealed class GradientPowerTests
{
    [Theory]
    [InlineData("sigmoid")]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("negative")]
    [InlineData("identity")]
    public void Power_EveryPlantedMistake_SurvivesExactlyIfNamed(string activation)
    {
        var problem = Problem(activation, batch: 6);
        var power = Power(problem, "dW1");
        foreach (var mistake in CataloguedMistake.All)
        {
            var findings = new GradientCheck(new ReferenceSide(), new MistakenSide(mistake.Planted))
                .Run(problem, 0)
                .Findings;
            var passed = Of(findings, "dW1").Status != Status.Disagrees;
            var isOwn =
                mistake.Id == $"activation-{activation}"
                || mistake.Id.EndsWith($"-of-{activation}", StringComparison.Ordinal);
            // Mistakes that are none for this activation, or that leave dW1 alone, are not in the count.
            if (
                isOwn
                || mistake.Planted
                    is Mistake.SignOfW2
                        or Mistake.W2GradientTransposed
                        or Mistake.DecoderGradientWithoutActivation
            )
                continue;
            Assert.True(passed == power.Survivors.Contains(mistake.Id), $"{mistake.Planted}: {power}");
        }
    }

    [Fact]
    public void Power_Identity_DerivativeMissingSurvives()
    {
        var power = Power(Problem("identity", batch: 6), "dW1");

        Assert.Contains("derivative-missing", power.Survivors);
        Assert.Equal(power.Tried - power.Survivors.Count, power.Caught);
    }

    [Fact]
    public void Power_OneImage_MistakesOfTheBatchSurvive()
    {
        var power = Power(Problem("tanh", batch: 1), "dW2");

        foreach (
            var survivor in new[] { "images-summed", "images-averaged-twice", "first-image-only", "last-image-only" }
        )
            Assert.Contains(survivor, power.Survivors);
    }

    [Fact]
    public void Power_SmallestRelativeError_IsSeenAndHalfOfItIsNot()
    {
        var problem = Problem("tanh", batch: 6);
        var smallest = Power(problem, "dW2").SmallestVisible!.Value;

        Assert.InRange(smallest, 1e-16, 1e-12);
        Assert.Equal(Status.Disagrees, Of(Spoiled(problem, 1.1 * smallest), "dW2").Status);
        Assert.NotEqual(Status.Disagrees, Of(Spoiled(problem, 0.5 * smallest), "dW2").Status);
    }

    private static IReadOnlyList<Finding> Spoiled(Problem problem, double error) =>
        new GradientCheck(new ReferenceSide(), new Off(error)).Run(problem, 0).Findings;

    private static Power Power(Problem problem, string tensor) =>
        Of(
            new GradientCheck(new ReferenceSide(), new MistakenSide(Mistake.None)).Run(problem, 0).Findings,
            tensor
        ).Power!;

    private static Finding Of(IReadOnlyList<Finding> findings, string tensor) =>
        findings.Single(finding => (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == (tensor, "sides"));

    private static Problem Problem(string activation, int batch)
    {
        const int inputs = 7;
        const int hidden = 4;
        var random = new Random(5);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        return new AutoencoderProblem(
            activation,
            inputs,
            hidden,
            batch,
            Draw(batch * inputs),
            Draw(hidden * inputs),
            Draw(inputs * hidden)
        ).ToProblem();
    }

    /// <summary>The from-scratch gradient, every element off by a relative error.</summary>
    private sealed class Off(double error) : IGradientSource
    {
        public string Name => "off";

        public GradientTrace Gradient(Problem problem)
        {
            var trace = new ReferenceSide().Gradient(problem);
            foreach (var tensor in trace.Gradients)
                for (var i = 0; i < tensor.Values.Length; i++)
                    tensor.Values[i] *= 1 + error;
            return trace;
        }
    }
}
