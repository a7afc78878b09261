using Compare.Checks.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Gradients;

/// <summary>A check is worth what it catches: a correct third implementation passes, and each planted mistake fails.</summary>
public sealed class GradientCheckTests
{
    private const int Inputs = 20;
    private const int Hidden = 5;
    private const int Batch = 8;

    public static TheoryData<string> Activations => [.. Activation.Names];

    /// <summary>Every mistake with every activation that it changes anything about.</summary>
    public static TheoryData<Mistake, string> PlantedMistakes
    {
        get
        {
            var data = new TheoryData<Mistake, string>();
            foreach (var mistake in Enum.GetValues<Mistake>())
            foreach (var activation in Activation.Names)
                if (mistake != Mistake.None && !IsHarmless(mistake, activation))
                    data.Add(mistake, activation);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Run_CorrectThirdImplementation_AgreesToRounding(string activation)
    {
        var findings = Run(Problem(activation), new MistakenSide(Mistake.None));

        Assert.All(
            findings,
            finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding, Describe(finding))
        );
        Assert.All(findings, finding => Assert.True(finding.Ratio <= 1, Describe(finding)));
    }

    [Theory]
    [MemberData(nameof(PlantedMistakes))]
    public void Run_PlantedMistake_Disagrees(Mistake mistake, string activation)
    {
        var findings = Run(Problem(activation), new MistakenSide(mistake));

        var failures = findings.Where(finding => finding.Status == Status.Disagrees).ToList();
        Assert.Contains(failures, finding => finding.Key[KeyPart.Kind] == "sides");
        // The judge says which of the two is wrong.
        Assert.Contains(
            failures,
            finding => (finding.Key[KeyPart.Kind], finding.Key[KeyPart.Party]) == ("judge", "somebody's program")
        );
        Assert.DoesNotContain(
            failures,
            finding => (finding.Key[KeyPart.Kind], finding.Key[KeyPart.Party]) == ("judge", "from scratch")
        );
        Assert.All(
            failures,
            finding => Assert.False(string.IsNullOrEmpty(finding.Cause?.ToString()), Describe(finding))
        );
    }

    [Theory]
    [InlineData(Mistake.FactorTwo, "dW1 and dW2: twice too large")]
    [InlineData(Mistake.SignOfW2, "dW2: the sign is wrong")]
    [InlineData(Mistake.MeanTakenTwice, "divided by B twice, against (A.6): divide by the number of images once")]
    public void Run_ConstantFactor_IsTheCause(Mistake mistake, string cause)
    {
        var findings = Run(Problem("tanh"), new MistakenSide(mistake));

        var sides = findings.Single(finding =>
            (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW2", "sides")
        );
        Assert.Contains(cause, sides.Cause?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MistakeOutsideTheCatalogue_GivesTheStrongestHint()
    {
        var findings = Run(Problem("tanh"), new MistakenSide(Mistake.OneElementOffByOneBitInTenMillion));

        var dW2 = findings.Single(finding =>
            (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW2", "sides")
        );
        Assert.StartsWith(
            "no mistake of the catalogue explains it, alone or in pairs; ",
            dW2.Cause?.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("99 of 100 elements", dW2.Cause?.ToString(), StringComparison.Ordinal);
        Assert.Contains("the other is dW2[", dW2.Cause?.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "loss and dW1 are right, so only line (A.7) can be wrong",
            dW2.Cause?.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Run_MistakeTimesAnUnknownFactor_NamesBoth()
    {
        var findings = Run(Problem("sigmoid"), new Scaled(Mistake.DerivativeMissing, 0.7));

        var dW1 = findings.Single(finding =>
            (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW1", "sides")
        );
        Assert.Contains(
            "it is 0.700 times what this mistake gives: the derivative of the activation is missing, against (A.9)",
            dW1.Cause?.ToString(),
            StringComparison.Ordinal
        );
        var dW2 = findings.Single(finding =>
            (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW2", "sides")
        );
        Assert.Contains("0.7 times", dW2.Cause?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Run_WeightsAfterTheUpdate_AreRecognisedWithTheStepSize(string activation)
    {
        var before = Problem(activation);
        var gradient = new MistakenSide(Mistake.None).Gradient(before.ToProblem());
        double[] Updated(double[] weights, double[] g) => [.. weights.Zip(g, (w, dw) => w - 0.037 * dw)];
        var after = before with
        {
            W1 = Updated(before.W1, gradient.Gradients[0].Values),
            W2 = Updated(before.W2, gradient.Gradients[1].Values),
        };

        var findings = Run(after, new MistakenBefore(before));

        var failed = findings.Where(finding => finding.Status == Status.Disagrees).ToList();
        Assert.Contains(
            failed,
            finding => (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW1", "sides")
        );
        Assert.Contains(
            failed,
            finding => (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW2", "sides")
        );
        Assert.All(
            failed,
            finding =>
                Assert.Contains(
                    "before a step of SGD of size 0.0370, the weights are",
                    finding.Cause?.ToString(),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Run_DeadUnits_AreVacuousAndSaySo()
    {
        var problem = Problem("relu");
        // Positive images and negative weights: no unit ever fires.
        var dead = problem with
        {
            X = [.. problem.X.Select(Math.Abs)],
            W1 = [.. problem.W1.Select(w => -Math.Abs(w))],
        };

        var findings = Run(dead, new MistakenSide(Mistake.None));

        var gradients = findings.Where(finding => finding.Key[KeyPart.Tensor] != "loss").ToList();
        Assert.All(gradients, finding => Assert.Equal(Status.Vacuous, finding.Status));
        Assert.Contains(gradients, finding => finding.Cause!.Words.Contains("exactly zero", StringComparison.Ordinal));
        Assert.Contains(
            gradients,
            finding =>
                FindingWords.Notes(finding)?.Contains("5 of 5 rows of the gradient are zero", StringComparison.Ordinal)
                == true
        );
    }

    [Fact]
    public void Run_PreActivationOnTheKink_IsLocatedAndNotFailed()
    {
        var problem = Problem("relu");
        // Unit 2 sees image 3 at exactly zero: two equal weights on two opposite pixels, all others zero.
        var w1 = (double[])problem.W1.Clone();
        Array.Clear(w1, 2 * Inputs, Inputs);
        w1[2 * Inputs] = 0.25;
        w1[2 * Inputs + 1] = 0.25;
        var x = (double[])problem.X.Clone();
        x[3 * Inputs] = 0.375;
        x[3 * Inputs + 1] = -0.375;

        var findings = Run(problem with { W1 = w1, X = x }, new OtherBranch());

        var dW1 = findings.Single(finding =>
            (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW1", "sides")
        );
        Assert.NotEqual(Status.Disagrees, dW1.Status);
        Assert.Contains("1 of 40 pre-activations", FindingWords.Notes(dW1), StringComparison.Ordinal);
        Assert.Contains("at image 3, unit 2", FindingWords.Notes(dW1), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GradientOfTheWrongShape_NamesBothShapes()
    {
        var findings = Run(Problem("tanh"), new WrongShape());

        var dW1 = findings.Single(finding =>
            (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW1", "sides")
        );
        Assert.Equal(Status.Disagrees, dW1.Status);
        Assert.Contains("20 x 5, it must be 5 x 20", dW1.Cause?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Run_OneElementNotFinite_Disagrees(double value)
    {
        var findings = Run(Problem("tanh"), new OneElement(value));

        var dW1 = findings.Single(finding =>
            (finding.Key[KeyPart.Tensor], finding.Key[KeyPart.Kind]) == ("dW1", "sides")
        );
        Assert.Equal(Status.Disagrees, dW1.Status);
        Assert.Contains("dW1[1, 2]", dW1.Location?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SameSeed_SameFindings()
    {
        var problem = Problem("sigmoid");
        Assert.Equal(Run(problem, new MistakenSide(Mistake.None)), Run(problem, new MistakenSide(Mistake.None)));
    }

    private static IReadOnlyList<Finding> Run(AutoencoderProblem problem, IGradientSource side) =>
        new GradientCheck(new ReferenceSide(), side).Run(problem.ToProblem(), directions: 2).Findings;

    private static AutoencoderProblem Problem(string activation)
    {
        var random = new Random(7);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        return new AutoencoderProblem(
            activation,
            Inputs,
            Hidden,
            Batch,
            Draw(Batch * Inputs),
            Draw(Hidden * Inputs),
            Draw(Inputs * Hidden)
        );
    }

    /// <summary>Whether a mistake computes the right thing after all: there is then nothing to find.</summary>
    private static bool IsHarmless(Mistake mistake, string activation) =>
        (mistake, activation) switch
        {
            (Mistake.DerivativeMissing or Mistake.DerivativeAppliedTwice, "identity") => true,
            // s' is 0 or 1, its square is itself, and z > 0 exactly where a > 0.
            (Mistake.DerivativeAppliedTwice or Mistake.DerivativeAtActivation, "relu") => true,
            // A constant derivative is the same at every point.
            (Mistake.DerivativeAtActivation, "identity" or "negative") => true,
            (Mistake.DerivativeOfThePreActivation, "relu" or "identity" or "negative") => true,
            (Mistake.DerivativeOfTanhForSigmoid or Mistake.DerivativeOfTanh or Mistake.ActivationTanh, "tanh") => true,
            (
                Mistake.DerivativeOfSigmoidForTanh
                    or Mistake.DerivativeOfSigmoid
                    or Mistake.ActivationSigmoid,
                "sigmoid"
            ) => true,
            (Mistake.DerivativeOfRelu or Mistake.ActivationRelu, "relu") => true,
            (Mistake.DerivativeOfNegative or Mistake.ActivationNegative, "negative") => true,
            (Mistake.ActivationIdentity, "identity") => true,
            (Mistake.DecoderGradientWithoutActivation, "identity") => true,
            _ => false,
        };

    private static string Describe(Finding finding) =>
        $"{finding.Id}: {finding.Status}, {finding.Location?.ToString()}, {finding.Cause}";

    /// <summary>Takes 1 for relu'(0), as no other side here does.</summary>
    private sealed class OtherBranch : IGradientSource
    {
        public string Name => "other branch";

        public GradientTrace Gradient(Problem problem)
        {
            var p = AutoencoderProblem.Of(problem);
            var x = new Autoencoder<double>(
                Activation.Named("relu", reluDerivativeAtZero: 1),
                Matrix<double>.From(p.W1, p.Hidden, p.Inputs),
                Matrix<double>.From(p.W2, p.Inputs, p.Hidden)
            ).Gradient(Matrix<double>.From(p.X, p.Batch, p.Inputs));
            return new GradientTrace(
                x.Forward.Loss,
                [
                    new NamedArray("dW1", p.Hidden, p.Inputs, x.DW1.ToDoubles()),
                    new NamedArray("dW2", p.Inputs, p.Hidden, x.DW2.ToDoubles()),
                ]
            );
        }
    }

    /// <summary>Computes at other weights than those it is given.</summary>
    private sealed class MistakenBefore(AutoencoderProblem before) : IGradientSource
    {
        public string Name => "late";

        public GradientTrace Gradient(Problem problem) => new MistakenSide(Mistake.None).Gradient(before.ToProblem());
    }

    /// <summary>A mistake, and a factor of no meaning on top.</summary>
    private sealed class Scaled(Mistake mistake, double factor) : IGradientSource
    {
        public string Name => "scaled";

        public GradientTrace Gradient(Problem problem)
        {
            var trace = new MistakenSide(mistake).Gradient(problem);
            foreach (var tensor in trace.Gradients)
                for (var i = 0; i < tensor.Values.Length; i++)
                    tensor.Values[i] *= factor;
            return trace;
        }
    }

    private sealed class WrongShape : IGradientSource
    {
        public string Name => "wrong shape";

        public GradientTrace Gradient(Problem problem)
        {
            var trace = new MistakenSide(Mistake.None).Gradient(problem);
            return new GradientTrace(
                trace.Loss,
                [trace.Gradients[0] with { Rows = Inputs, Columns = Hidden }, trace.Gradients[1]]
            );
        }
    }

    private sealed class OneElement(double value) : IGradientSource
    {
        public string Name => "one element";

        public GradientTrace Gradient(Problem problem)
        {
            var trace = new MistakenSide(Mistake.None).Gradient(problem);
            trace.Gradients[0].Values[Inputs + 2] = value;
            return trace;
        }
    }
}
