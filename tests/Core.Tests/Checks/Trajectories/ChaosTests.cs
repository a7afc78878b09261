using Compare.Checks.Trajectories;
using Compare.Checks.Updates;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Tests.Checks.Updates;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Trajectories;

/// <summary>Where every difference grows, right programs are called chaotic and never wrong, and wrong ones are caught before.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public void Run_SomeRightProgramsInChaos_NoneDisagrees() => NoneDisagrees(6);

    [Fact(Explicit = true)]
    public void Run_ThreeHundredRightProgramsInChaos_NoneDisagrees() => NoneDisagrees(300);

    [Fact]
    public void Run_SomeWrongProgramsInChaos_AllAreCaught() => AllAreCaught(6);

    [Fact(Explicit = true)]
    public void Run_ThreeHundredWrongProgramsInChaos_AllAreCaught() => AllAreCaught(300);

    private void NoneDisagrees(int count)
    {
        var (wrong, chaotic) = (0, 0);
        for (var seed = 0; seed < count; seed++)
        {
            var run = Draw(seed);
            var findings = Free(run, new OwnLoops(UpdateMistake.None), clean: true, seed);
            chaotic += findings.Any(finding => finding.Status == Status.Chaos) ? 1 : 0;
            if (findings.FirstOrDefault(finding => finding.Status == Status.Disagrees) is not { } failed)
                continue;
            wrong++;
            output.WriteLine($"{seed}: {run.Words}: {FindingWords.Notes(failed)}");
        }
        output.WriteLine($"{count} right runs, {chaotic} of them chaotic: {wrong} disagree");
        Assert.Equal(0, wrong);
        Assert.InRange(chaotic, count / 2, count);
    }

    private void AllAreCaught(int count)
    {
        UpdateMistake[] mistakes =
        [
            UpdateMistake.EpsilonTenTimesLarger,
            UpdateMistake.AccumulatedAfterUse,
            UpdateMistake.SumInsteadOfMean,
            UpdateMistake.SmoothingConstantTooLarge,
            UpdateMistake.OneElementForgotten,
            UpdateMistake.GradientOfTheUpdateBefore,
            UpdateMistake.RootMissing,
        ];
        var missed = new List<string>();
        for (var seed = 0; seed < count; seed++)
        {
            var (run, mistake) = (Draw(seed), mistakes[seed % mistakes.Length]);
            var side = new OwnLoops(mistake);
            var locked = new StepLockedCheck(new ReferenceSide(), side).Run(run, TestContext.Current.CancellationToken);
            var isClean = locked.All(finding => finding.Status != Status.Disagrees);
            if (isClean && Free(run, side, isClean, seed).All(finding => finding.Status != Status.Disagrees))
                missed.Add($"{seed}: {mistake}, {run.Words}");
        }
        output.WriteLine($"{count} wrong runs, {missed.Count} missed: {string.Join("; ", missed)}");
        Assert.Empty(missed);
    }

    /// <summary>RMSProp's step does not shrink with the gradient: near a minimum it jumps about.</summary>
    private static TrainingProblem Draw(int seed)
    {
        var random = new Random(seed);
        var activation = random.Next(2) == 0 ? "relu" : "tanh";
        var rule = RmsProp.Homework with { LearningRate = Math.ScaleB(1, -random.Next(1, 6)) };
        return SmallRuns.Run(
            new AutoencoderSpec(activation, random.Next(8, 20), random.Next(3, 8)),
            rule,
            random.Next(400, 800),
            Precision.Float64,
            seed
        );
    }

    private static IReadOnlyList<Finding> Free(TrainingProblem run, ISide side, bool clean, int seed) =>
        new FreeRunCheck(new ReferenceSide(), side, judged: false, (ulong)seed)
            .Run(run, clean, TestContext.Current.CancellationToken)
            .Findings;

    /// <summary>A program of plain loops throughout: gradient and update.</summary>
    private sealed class OwnLoops(UpdateMistake mistake) : ISide
    {
        private readonly PlainSide _updates = new(mistake);
        private readonly MistakenSide _gradients = new(Mistake.None);

        public string Name => _updates.Name;

        public GradientTrace Gradient(Problem problem) => _gradients.Gradient(problem);

        public ITraining Start(
            ModelSpec model,
            Precision precision,
            IReadOnlyList<NamedArray> parameters,
            Optimizer rule
        ) => new Training(this, model, precision, _updates.Start(model, precision, parameters, rule));

        private sealed class Training(OwnLoops side, ModelSpec model, Precision precision, ITraining updates)
            : ITraining
        {
            public GradientTrace Gradient(Batch batch) =>
                side.Gradient(new Problem(model, precision, updates.CopyParameters(), batch));

            public double Step(Batch batch)
            {
                var trace = Gradient(batch);
                Update(trace.Gradients);
                return trace.Loss!.Value;
            }

            public void Update(IReadOnlyList<NamedArray> gradients) => updates.Update(gradients);

            public IReadOnlyList<NamedArray> CopyParameters() => updates.CopyParameters();

            public TrainingState Save() => updates.Save();

            public void Load(TrainingState state) => updates.Load(state);

            public double[] Outputs(Batch batch) => updates.Outputs(batch);

            public void Dispose() => updates.Dispose();
        }
    }
}
