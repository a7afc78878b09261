using Compare.Homework.Runs;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>The runs behind Table 2 as claims need them: by step size, from the from-scratch side.</summary>
/// <param name="results">The runs.</param>
internal sealed class ClassifierRuns(RunResults results)
{
    /// <summary>The rules of a step size; the homework's row of Adam is that with the number of the tensor.</summary>
    /// <param name="stepSize">One of Table 2's.</param>
    /// <returns>By the names of <see cref="Grid.Rules"/>; null for what is missing.</returns>
    public IReadOnlyList<RunGroup?> Of(double stepSize) =>
        [.. Grid.Rules.Select(rule => results.Classifier(rule, stepSize, Grid.Reference))];

    /// <summary>Epochs of each run.</summary>
    public int Epochs => results.Grid.ClassifierEpochs;

    /// <summary>Decides a claim about one step size.</summary>
    /// <param name="head">The claim.</param>
    /// <param name="stepSize">One of Table 2's.</param>
    /// <param name="holds">
    /// Whether it holds, from the runs by rule; asked with the Adam that the homework ran, and with the published one.
    /// </param>
    /// <param name="number">What to tell of the runs of a rule.</param>
    /// <param name="what">What these numbers are, and the criterion.</param>
    /// <param name="right">What would be right, where it does not hold even with the homework's Adam; asked with that.</param>
    public Claim Decide(
        ClaimHead head,
        double stepSize,
        Func<IReadOnlyDictionary<string, RunGroup>, bool> holds,
        Func<RunGroup, string> number,
        string what,
        Func<IReadOnlyDictionary<string, RunGroup>, string> right
    ) =>
        head.From(
            Of(stepSize),
            groups =>
            {
                var runs = groups.ToDictionary(group => group.Cell.Row);
                IReadOnlyDictionary<string, RunGroup> With(string adam) =>
                    OptimizerTable.Table2.ToDictionary(rule => rule, rule => runs[rule == "adam" ? adam : rule]);
                var asRun = holds(With(Cell.AdamByTensor));
                var asPublished = holds(With("adam"));
                return head.Complete(
                    !asRun ? ClaimVerdict.Fails
                        : asPublished ? ClaimVerdict.Holds
                        : ClaimVerdict.HoldsWithCorrection,
                    $"{what}: {Evidence.Listed(runs.Keys, rule => number(runs[rule]))}",
                    asRun
                        ? "only with the homework's Adam (tensor index), not with the published one"
                        : right(With(Cell.AdamByTensor))
                );
            }
        );

    /// <summary>The rules by falling accuracy.</summary>
    public static string ByAccuracy(IReadOnlyDictionary<string, RunGroup> runs) =>
        $"by accuracy: {string.Join(", ", runs.OrderByDescending(run => run.Value.Accuracy.Mean).Select(run => run.Key))}";

    /// <summary>The rules by rising loss.</summary>
    public static string ByLoss(IReadOnlyDictionary<string, RunGroup> runs) =>
        $"by loss, lowest first: {string.Join(", ", runs.OrderBy(run => Loss(run.Value)).Select(run => run.Key))}";

    /// <summary>Training loss after the last epoch; infinite where training diverged.</summary>
    public static double Loss(RunGroup group) => LossAfter(group, group.Cell.Epochs);

    /// <summary>Mean training loss of an epoch; infinite where training diverged.</summary>
    /// <param name="group">The runs.</param>
    /// <param name="epoch">1 for the first.</param>
    public static double LossAfter(RunGroup group, int epoch)
    {
        var loss = group.Runs.Average(run => run.TrainLosses[epoch - 1]);
        return double.IsNaN(loss) ? double.PositiveInfinity : loss;
    }

    /// <summary>The share of the loss of an epoch that is gone at a later one; 0 where training diverged.</summary>
    public static double Decrease(RunGroup group, int from, int to)
    {
        var decrease = 1 - LossAfter(group, to) / LossAfter(group, from);
        return double.IsFinite(decrease) ? decrease : 0;
    }

    /// <summary>A percentage.</summary>
    public static string Accuracy(RunGroup group) => FormattableString.Invariant($"{group.Accuracy.Mean:0.00} %");

    /// <summary>A loss.</summary>
    public static string LossText(RunGroup group) => Numbers.Text(Loss(group));
}
