using System.Globalization;
using Compare.Checks.Trajectories;
using Compare.Checks.Updates;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Checks.Updates;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Trajectories;

public sealed class FreeRunCheckTests
{
    private static IEnumerable<string> OfTorch =>
        OptimizerTable.Names.Where(name => TorchRules.Refuses(SmallRuns.Rule(name)) is null);

    public static TheoryData<string> Rules => [.. OfTorch];

    public static TheoryData<string, string> RulesAndModels
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var rule in OfTorch)
            foreach (var model in new[] { "autoencoder", "classifier" })
                data.Add(rule, model);
            return data;
        }
    }

    /// <summary>The figure that the issue asks for: 1e-9 in the loss over 3,000 updates, wherever no chaos is found.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(RulesAndModels))]
    public void Run_OrdinaryStepSize3000Updates_LossesAgreeTo1e9OutsideChaos(string rule, string model)
    {
        var chosen = SmallRuns.Rule(rule);
        var run = model == "autoencoder" ? SmallRuns.Autoencoder(chosen, 3000) : SmallRuns.Classifier(chosen, 3000);

        var findings = Run(run, TorchSide.Open("cpu", 1), clean: true);

        Assert.All(findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        const string told = "outside chaos the losses agree to ";
        Assert.All(
            findings,
            finding =>
            {
                var notes = FindingWords.Notes(finding)!;
                var start = notes.IndexOf(told, StringComparison.Ordinal) + told.Length;
                var end = notes.IndexOf(';', start);
                var text = end < 0 ? notes[start..] : notes[start..end];
                Assert.InRange(double.Parse(text, CultureInfo.InvariantCulture), 0, 1e-9);
            }
        );
    }

    /// <summary>RMSProp's step does not shrink with the gradient: near a minimum it jumps about, and every difference grows.</summary>
    [Fact]
    public void Run_RmsPropWhereShadowsSeparate_IsChaosWithAHorizonAndNotADisagreement()
    {
        var images = Datasets.Load("digits", TestContext.Current.CancellationToken).Train;
        var model = new AutoencoderSpec("tanh", images.Rows * images.Columns, 10);
        var run = new TrainingProblem(
            model,
            Precision.Float64,
            ImageProblems.InitialParameters(model, Precision.Float64, seed: 0),
            ImageProblems.Training(model, images, Precision.Float64, batch: 10, updates: 300, seed: 2),
            SmallRuns.Rule("rmsprop")
        );
        var torch = TorchSide.Open("cpu", 1);
        Assert.All(
            new StepLockedCheck(new ReferenceSide(), torch).Run(run, TestContext.Current.CancellationToken),
            finding => Assert.True(finding.Ratio <= 1, finding.Id)
        );

        var findings = Run(run, torch, clean: true);

        Assert.All(findings, finding => Assert.Equal(Status.Chaos, finding.Status));
        Assert.All(
            findings,
            finding => Assert.Contains("horizon at update ", FindingWords.Notes(finding), StringComparison.Ordinal)
        );
        Assert.All(
            findings,
            finding => Assert.Contains("differences grow 1.", FindingWords.Notes(finding), StringComparison.Ordinal)
        );
        // The same run, if the single update were not proved: nothing may then be called chaos.
        Assert.All(Run(run, torch, clean: false), finding => Assert.Equal(Status.Disagrees, finding.Status));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Run_CorrectThirdImplementation_IsWithinTheBound(string rule)
    {
        var run = SmallRuns.Classifier(SmallRuns.Rule(rule), 300);

        var findings = Run(run, new PlainSide(UpdateMistake.None), clean: true);

        Assert.All(findings, finding => Assert.True(finding.Status is Status.Agrees or Status.Rounding));
        Assert.All(findings, finding => Assert.True(finding.Ratio <= 1));
    }

    /// <summary>Even a mistake in the ninth digit is no rounding, and without chaos there is nothing else that it could be.</summary>
    [Theory]
    [InlineData("sgd", UpdateMistake.StepSizeDecaying)]
    [InlineData("momentum", UpdateMistake.StateInSinglePrecision)]
    [InlineData("adam", UpdateMistake.EpsilonTenTimesLarger)]
    [InlineData("adagrad", UpdateMistake.EpsilonTenTimesLarger)]
    public void Run_SmallMistake_Disagrees(string rule, UpdateMistake mistake)
    {
        var run = SmallRuns.Classifier(SmallRuns.Rule(rule), 300);

        var findings = Run(run, new PlainSide(mistake), clean: true);

        var parameters = findings.Single(finding => finding.Key[KeyPart.Tensor] == "parameters");
        Assert.Equal(Status.Disagrees, parameters.Status);
        Assert.Contains(
            "farther apart than runs that differ in the last bits",
            parameters.Cause?.ToString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>What no single update can show: the images come in another order.</summary>
    [Fact]
    public void Run_OtherOrderOfBatches_DisagreesFromTheFirstUpdateOn()
    {
        var run = SmallRuns.Classifier(Sgd.Homework, 50);

        var findings = Run(run, new OtherOrder(), clean: true);

        Assert.All(findings, finding => Assert.Equal(Status.Disagrees, finding.Status));
        Assert.All(findings, finding => Assert.Equal("update 1", finding.Location?.ToString()));
    }

    [Fact]
    public void Run_BothDiverge_IsReportedAtTheSameUpdate()
    {
        var run = SmallRuns.Autoencoder(Momentum.Homework with { LearningRate = 50 }, 2000, "identity");

        var findings = Run(run, TorchSide.Open("cpu", 1), clean: true);

        Assert.All(findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        Assert.All(
            findings,
            finding =>
                Assert.Matches(
                    @"from scratch leaves the range of the format at update (\d+), TorchSharp leaves the range of the format at update \1\b",
                    FindingWords.Notes(finding)
                )
        );
    }

    [Fact]
    public void Run_OnlyOneDiverges_Disagrees()
    {
        var run = SmallRuns.Autoencoder(Sgd.Homework with { LearningRate = 0.1 }, 300, "identity");

        var findings = Run(run, new PlainSide(UpdateMistake.GradientReversed), clean: true);

        Assert.All(findings, finding => Assert.Equal(Status.Disagrees, finding.Status));
        Assert.Contains(
            "from scratch stays within the range",
            FindingWords.Notes(findings[0])!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Run_WithJudge_TellsBothErrorsAndDrawsTheFigure()
    {
        var run = SmallRuns.Classifier(Sgd.Homework, 40);

        var survey = new FreeRunCheck(new ReferenceSide(), TorchSide.Open("cpu", 1), judged: true, seed: 1).Run(
            run,
            clean: true,
            TestContext.Current.CancellationToken
        );

        Assert.All(
            survey.Findings,
            finding =>
                Assert.Matches(
                    @"from the judge after update 40: from scratch \d.\de-1\d, TorchSharp \d.\de-1\d",
                    FindingWords.Notes(finding)
                )
        );
        Assert.Single(survey.Figures);
    }

    [Fact]
    public void Run_Twice_GivesTheSameFindings()
    {
        var run = SmallRuns.Autoencoder(SmallRuns.Rule("adam"), 60);
        var torch = TorchSide.Open("cpu", 1);

        Assert.Equal(Run(run, torch, clean: true), Run(run, torch, clean: true));
    }

    private static IReadOnlyList<Finding> Run(TrainingProblem run, ISide second, bool clean) =>
        new FreeRunCheck(new ReferenceSide(), second, judged: false, seed: 1, threads: 2)
            .Run(run, clean, TestContext.Current.CancellationToken)
            .Findings;

    /// <summary>Trains on the batch before, and on the second one first.</summary>
    private sealed class OtherOrder : ISide
    {
        public string Name => "other order";

        public GradientTrace Gradient(Problem problem) => throw new NotSupportedException();

        public ITraining Start(
            ModelSpec model,
            Precision precision,
            IReadOnlyList<NamedArray> parameters,
            Optimizer rule
        ) => new Training(new ReferenceSide().Start(model, precision, parameters, rule));

        private sealed class Training(ITraining inner) : ITraining
        {
            private Batch? _last;

            public double Step(Batch batch)
            {
                var used = _last ?? batch with { X = [.. batch.X.Reverse()] };
                _last = batch;
                return inner.Step(used);
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
