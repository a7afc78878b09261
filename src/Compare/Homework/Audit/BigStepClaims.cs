using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>Part 2: what the homework says about the step size 0.5, Figure 14.</summary>
/// <param name="results">The runs.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class BigStepClaims(RunResults results, bool isPaper)
{
    private const double StepSize = 0.5;
    private const int Figure = 14;
    private const string Where = "part 2, step size 0.5";

    /// <summary>An accuracy in percent that guessing does not give.</summary>
    private const double Reasonable = 50;

    /// <summary>The homework's own word for what is bad: less than so many percent.</summary>
    private const double Bad = 15;

    /// <summary>A loss that is not lower than that of guessing by more than this share has learned nothing.</summary>
    private const double NearGuessing = 0.02;

    /// <summary>Loss of a classifier that says of each of ten classes that it has a tenth.</summary>
    private static readonly double Guessing = Math.Log(10);

    private readonly ClassifierRuns _runs = new(results);

    /// <summary>All of them, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() =>
        [FarFromOptimal(), OnlySgd(), AdaGradReasonable(), AdaGradBetween(), LocalMinimum()];

    private Claim FarFromOptimal() =>
        _runs.Decide(
            new ClaimHead(
                "big/far",
                "with the big step size momentum and adaptive methods end far from optimal",
                "after Table 2"
            ),
            StepSize,
            runs =>
                runs.Values.All(group =>
                    group.Cell.Row == "sgd" || group.Accuracy.Mean < runs["sgd"].Accuracy.Mean - 10
                ),
            ClassifierRuns.Accuracy,
            "accuracy; holds if all others are 10 points below SGD",
            ClassifierRuns.ByAccuracy
        );

    private Claim OnlySgd()
    {
        var head = new ClaimHead(
            "big/only-sgd",
            "only SGD lowers its loss after the first epoch, all others are stuck",
            Where,
            Figure
        );
        return head.From(
            _runs.Of(StepSize),
            groups =>
            {
                List<RunGroup> others = [.. groups.Where(group => group.Cell.Row is not ("sgd" or "adam"))];
                List<string> moving = [.. others.Where(group => !IsGuessing(group)).Select(group => group.Cell.Row)];
                return head.Complete(
                    IsGuessing(groups.Single(group => group.Cell.Row == "sgd"))
                        ? ClaimVerdict.Fails
                        : Evidence.OfMany(others.Count - moving.Count, others.Count),
                    Text(
                        $"training loss of epoch 1, 2 and {_runs.Epochs}, and accuracy: {string.Join("; ", groups.Select(group => Text($"{group.Cell.Row} {string.Join(", ", new[] { 1, 2, _runs.Epochs }.Select(epoch => Numbers.Text(ClassifierRuns.LossAfter(group, epoch))))}, {ClassifierRuns.Accuracy(group)}")))}; stuck is at a loss of guessing, ln 10 = {Guessing:0.0000} less {NearGuessing:0 %}, or above{(isPaper ? Text($"; printed accuracy of AdaGrad: {Paper.Table2("adagrad", StepSize):0.00} %") : "")}"
                    ),
                    moving.Count == others.Count
                        ? "no other is stuck"
                        : $"not stuck besides SGD: {string.Join(", ", moving)}"
                );
            }
        );
    }

    private Claim AdaGradReasonable() =>
        _runs.Decide(
            new ClaimHead(
                "big/reasonable",
                "apart from SGD only AdaGrad has a reasonable accuracy; the three others are below 15 %",
                Where,
                Figure
            ),
            StepSize,
            runs =>
                runs["sgd"].Accuracy.Mean >= Reasonable
                && runs["adagrad"].Accuracy.Mean >= Reasonable
                && runs.Values.All(group => group.Cell.Row is "sgd" or "adagrad" || group.Accuracy.Mean < Bad),
            ClassifierRuns.Accuracy,
            Text($"accuracy; reasonable is at least {Reasonable:0} %"),
            runs =>
                $"from {Reasonable:0} % on: {string.Join(", ", runs.Values.Where(group => group.Accuracy.Mean >= Reasonable).Select(group => group.Cell.Row))}; below {Bad:0} %: {string.Join(", ", runs.Values.Where(group => group.Accuracy.Mean < Bad).Select(group => group.Cell.Row))}"
        );

    private Claim AdaGradBetween() =>
        _runs.Decide(
            new ClaimHead(
                "big/adagrad-loss",
                "AdaGrad's loss is lower than that of momentum, RMSProp and Adam, and far above SGD's",
                Where,
                Figure
            ),
            StepSize,
            runs =>
                runs.Values.All(group =>
                    group.Cell.Row is "sgd" or "adagrad"
                    || ClassifierRuns.Loss(runs["adagrad"]) < ClassifierRuns.Loss(group)
                )
                && ClassifierRuns.Loss(runs["adagrad"]) > 2 * ClassifierRuns.Loss(runs["sgd"]),
            ClassifierRuns.LossText,
            "training loss of the last epoch; far is more than twice",
            ClassifierRuns.ByLoss
        );

    private Claim LocalMinimum()
    {
        var head = new ClaimHead(
            "big/local-minimum",
            "with big steps momentum does not speed up convergence but ends in places such as local minima",
            Where,
            Figure
        );
        return head.From(
            [
                results.Classifier("sgd", StepSize, Grid.Reference),
                results.Classifier("momentum", StepSize, Grid.Reference),
            ],
            groups =>
            {
                var (sgd, momentum) = (groups[0], groups[1]);
                var isSlower = ClassifierRuns.Loss(momentum) > ClassifierRuns.Loss(sgd);
                return head.Complete(
                    !isSlower ? ClaimVerdict.Fails
                        : IsGuessing(momentum) ? ClaimVerdict.HoldsWithCorrection
                        : ClaimVerdict.CannotBeDecided,
                    Text(
                        $"training loss {ClassifierRuns.LossText(momentum)} with momentum, {ClassifierRuns.LossText(sgd)} without; guessing has ln 10 = {Guessing:0.0000}; with factor 0.9 the steps add up to ten times the step size. An accuracy of {ClassifierRuns.Accuracy(momentum)} at such a loss says that nothing was learned; whether the point is a minimum no loss tells"
                    ),
                    isSlower
                        ? "it does not converge: steps ten times as long leave it where it only guesses, minimum or not"
                        : "momentum ends lower"
                );
            }
        );
    }

    private static bool IsGuessing(RunGroup group) => ClassifierRuns.Loss(group) >= Guessing * (1 - NearGuessing);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
