using Compare.Checks.Relations;
using Compare.Checks.Trajectories;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks.Updates;

/// <summary>The update rules over models and step sizes on real images: step-locked, free-running, and the exact relations.</summary>
public sealed record OptimizerSurvey
{
    private const int RelationUpdates = 30;

    /// <summary>The from-scratch side.</summary>
    public required ISide First { get; init; }

    /// <summary>The side to compare with.</summary>
    public required ISide Second { get; init; }

    /// <summary>Training images.</summary>
    public required ImageSet Images { get; init; }

    /// <summary>The models to train.</summary>
    public required IReadOnlyList<ModelSpec> Models { get; init; }

    /// <summary>The update rules; their step sizes are replaced by those of the survey.</summary>
    public required IReadOnlyList<SurveyedRule> Rules { get; init; }

    /// <summary>Step sizes.</summary>
    public required IReadOnlyList<double> StepSizes { get; init; }

    /// <summary>The format in which the sides compute.</summary>
    public required Precision Precision { get; init; }

    /// <summary>B, the images of a batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Updates of each run.</summary>
    public required int Updates { get; init; }

    /// <summary>Which of the three kinds of check to run.</summary>
    public OptimizerChecks Checks { get; init; } = OptimizerChecks.All;

    /// <summary>Decides parameters, order and shadows.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Greatest number of threads of bounds, shadows and judge.</summary>
    public required int Threads { get; init; }

    /// <summary>Runs the checks.</summary>
    /// <param name="progress">Told the steps done, their number, and the step about to run.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <returns>Findings and figures of what was finished.</returns>
    public Survey Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var figures = new List<Figure>();
        var cells = (
            from model in Models
            from surveyed in Rules
            from stepSize in StepSizes
            select (Model: model, Rule: surveyed.Rule with { LearningRate = stepSize }, surveyed.Difference)
        ).ToList();
        for (var i = 0; i < cells.Count && !cancellation.IsCancellationRequested; i++)
        {
            var (model, rule, difference) = cells[i];
            var run = Problem(model, rule, Updates);
            progress(i, cells.Count, run.Words);
            var survey = Cell(run, cancellation);
            findings.AddRange(survey.Findings.Select(finding => finding.Noting(difference)));
            figures.AddRange(survey.Figures);
        }
        if (Checks.HasFlag(OptimizerChecks.Relations) && !cancellation.IsCancellationRequested)
            findings.AddRange(Relations(progress));
        return new Survey(findings, figures);
    }

    private Survey Cell(TrainingProblem run, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        if (Checks.HasFlag(OptimizerChecks.StepLocked))
            findings.AddRange(new StepLockedCheck(First, Second, Threads).Run(run, cancellation));
        if (!Checks.HasFlag(OptimizerChecks.FreeRunning))
            return new Survey(findings, []);
        // Without the step-locked check nothing vouches for the single update, and nothing may be called chaos.
        var clean = findings.Count > 0 && findings.All(finding => finding.Status != Status.Disagrees);
        var free = new FreeRunCheck(First, Second, judged: true, Seed, Threads).Run(run, clean, cancellation);
        List<Finding> all = [.. findings, .. free.Findings];
        return new Survey(
            all,
            [.. free.Figures.Select(figure => figure with { About = [.. all.Select(finding => finding.Id)] })]
        );
    }

    private IEnumerable<Finding> Relations(Action<int, int, string> progress)
    {
        foreach (var model in Models.Where(model => model.HasFormOfSectionA).Take(1))
        foreach (var side in new[] { First, Second })
        {
            progress(0, 1, $"exact relations, {side.Name}");
            foreach (var (surveyed, difference) in Rules)
            {
                var rule = surveyed with { LearningRate = 1e-2 };
                var negative = Problem(model.With(Activation.Linear(-1)), rule, RelationUpdates);
                yield return NegationRelation.Check(side, negative).Noting(difference);
                yield return PermutationRelation
                    .Check(side, Problem(model, rule, RelationUpdates), Seed, Threads)
                    .Noting(difference);
            }
            var gentle = Sgd.Homework with { LearningRate = 1e-3 };
            yield return ConservationRelation.Check(
                side,
                Problem(model.With(Activation.Linear(1)), gentle, RelationUpdates)
            );
        }
    }

    private TrainingProblem Problem(ModelSpec model, Optimizer rule, int updates) =>
        new(
            model,
            Precision,
            ImageProblems.InitialParameters(model, Precision, Seed),
            ImageProblems.Training(model, Images, Precision, Math.Min(Batch, Images.Count), updates, Seed + 2),
            rule
        );
}
