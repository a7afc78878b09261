using Compare.Checks.Relations;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Relations;

/// <summary>The exact relations hold on both sides, and fail where a program breaks them.</summary>
public sealed class RelationsTests
{
    private const int Updates = 40;

    public static TheoryData<string> Rules =>
        [.. OptimizerTable.Names.Where(name => TorchRules.Refuses(SmallRuns.Rule(name)) is null)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Negation_BothSides_SameBits(string rule)
    {
        var run = SmallRuns.Autoencoder(SmallRuns.Rule(rule), Updates, "negative");

        Assert.All(Sides(), side => Assert.Equal(Status.Agrees, NegationRelation.Check(side, run).Status));
    }

    [Fact]
    public void Negation_OneBitInOneActivation_Disagrees()
    {
        var run = SmallRuns.Autoencoder(Sgd.Homework, Updates, "negative");

        var finding = NegationRelation.Check(new Bent("negative", (_, gradient) => gradient * (1 + 1e-15)), run);

        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Contains("negative ", finding.Location?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Negation_NothingMoves_IsVacuous()
    {
        var run = SmallRuns.Autoencoder(Sgd.Homework with { LearningRate = 0 }, Updates, "negative");

        Assert.Equal(Status.Vacuous, NegationRelation.Check(new ReferenceSide(), run).Status);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Permutation_BothSides_Holds(string rule)
    {
        var run = SmallRuns.Autoencoder(SmallRuns.Rule(rule), Updates);

        Assert.All(
            Sides(),
            side =>
                Assert.True(
                    PermutationRelation.Check(side, run, seed: 1, threads: 1).Status is Status.Agrees or Status.Rounding
                )
        );
    }

    [Fact]
    public void Permutation_TrainingDependsOnTheUnitsNumber_Disagrees()
    {
        var run = SmallRuns.Autoencoder(Sgd.Homework, Updates);

        var finding = PermutationRelation.Check(
            new Bent("tanh", (index, gradient) => index == 0 ? gradient * (1 + 1e-6) : gradient),
            run,
            seed: 3,
            threads: 1
        );

        Assert.Equal(Status.Disagrees, finding.Status);
    }

    [Fact]
    public void Conservation_BothSides_DriftIsProportionalToTheStepSize()
    {
        var run = SmallRuns.Autoencoder(Sgd.Homework with { LearningRate = 1e-2 }, Updates, "identity");

        Assert.All(Sides(), side => Assert.Equal(Status.Rounding, ConservationRelation.Check(side, run).Status));
    }

    [Fact]
    public void Conservation_GradientsOfTwoLosses_Disagrees()
    {
        var run = SmallRuns.Autoencoder(Sgd.Homework with { LearningRate = 1e-2 }, Updates, "identity");

        var finding = ConservationRelation.Check(new Bent("identity", (_, gradient) => gradient / 2, tensor: 0), run);

        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Contains("do not belong to one loss", finding.Cause?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RunOfAnotherModel_IsRefused()
    {
        var run = SmallRuns.Classifier(Sgd.Homework, Updates);

        Assert.Throws<ArgumentException>(() => NegationRelation.Check(new ReferenceSide(), run));
        Assert.Throws<ArgumentException>(() => PermutationRelation.Check(new ReferenceSide(), run, 1, 1));
        Assert.Throws<ArgumentException>(() => ConservationRelation.Check(new ReferenceSide(), run));
    }

    private static ISide[] Sides() => [new ReferenceSide(), TorchSide.Open("cpu", 1)];

    /// <summary>The from-scratch side with its gradients bent for one activation.</summary>
    private sealed class Bent(string activation, Func<int, double, double> bend, int? tensor = null) : ISide
    {
        public string Name => "bent";

        public GradientTrace Gradient(Problem problem) => throw new NotSupportedException();

        public ITraining Start(
            ModelSpec model,
            Precision precision,
            IReadOnlyList<NamedArray> parameters,
            Optimizer rule
        )
        {
            var inner = new ReferenceSide().Start(model, precision, parameters, rule);
            return model.ActivationWords == activation ? new Training(inner, bend, tensor) : inner;
        }

        private sealed class Training(ITraining inner, Func<int, double, double> bend, int? tensor) : ITraining
        {
            public double Step(Batch batch)
            {
                var trace = inner.Gradient(batch);
                inner.Update([
                    .. trace.Gradients.Select(
                        (g, p) =>
                            tensor is null || tensor == p
                                ? g with
                                {
                                    Values = [.. g.Values.Select((x, i) => bend(i, x))],
                                }
                                : g
                    ),
                ]);
                return trace.Loss!.Value;
            }

            public GradientTrace Gradient(Batch batch) => inner.Gradient(batch);

            public void Update(IReadOnlyList<NamedArray> gradients) => inner.Update(gradients);

            public IReadOnlyList<NamedArray> CopyParameters() => inner.CopyParameters();

            public TrainingState Save() => inner.Save();

            public void Load(TrainingState state) => inner.Load(state);

            public double[] Outputs(Batch batch) => inner.Outputs(batch);

            public void Dispose() => inner.Dispose();
        }
    }
}
