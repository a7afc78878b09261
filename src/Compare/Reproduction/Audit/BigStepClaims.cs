namespace Compare.Reproduction.Audit;

/// <summary>Part 2: what the homework says about the step size 0.5, Figure 14.</summary>
/// <param name="results">The runs.</param>
internal sealed class BigStepClaims(RunResults results)
{
    private const double StepSize = 0.5;
    private const int Figure = 14;
    private const string Where = "part 2, step size 0.5";

    /// <summary>An accuracy in percent that guessing does not give.</summary>
    private const double Reasonable = 50;

    /// <summary>The homework's own word for what is bad: less than so many percent.</summary>
    private const double Bad = 15;

    /// <summary>A loss that falls by less than this share after the first epoch is stuck.</summary>
    private const double Stuck = 0.1;

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
            "accuracy, which holds if all others are 10 points below SGD",
            "not all of them do"
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
                var fall = groups.ToDictionary(
                    group => group.Cell.Row,
                    group => ClassifierRuns.Decrease(group, 1, group.Cell.Epochs)
                );
                List<RunGroup> others = [.. groups.Where(group => group.Cell.Row is not ("sgd" or "adam"))];
                List<string> moving =
                [
                    .. others.Where(group => fall[group.Cell.Row] >= Stuck).Select(group => group.Cell.Row),
                ];
                return head.Complete(
                    fall["sgd"] < Stuck
                        ? ClaimVerdict.Fails
                        : Evidence.OfMany(others.Count - moving.Count, others.Count),
                    Text(
                        $"decrease of the training loss from epoch 1 to {_runs.Epochs}, and accuracy: {string.Join("; ", groups.Select(group => Text($"{group.Cell.Row} {fall[group.Cell.Row]:0 %}, {group.Accuracy.Mean:0.00} %")))}; stuck is less than {Stuck:0 %}"
                    ),
                    moving.Count == 0
                        ? "SGD does not either"
                        : $"{string.Join(" and ", moving)} not: the loss falls there too, and Table 2 itself has {Paper.Table2("adagrad", StepSize).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} % for AdaGrad"
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
            "the accuracies are others"
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
            "the order is another"
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
                var isGuessing = ClassifierRuns.Loss(momentum) >= Guessing * 0.99 && momentum.Accuracy.Mean < Bad;
                return head.Complete(
                    !isSlower ? ClaimVerdict.Fails
                        : isGuessing ? ClaimVerdict.HoldsWithCorrection
                        : ClaimVerdict.CannotBeDecided,
                    Text(
                        $"training loss {ClassifierRuns.LossText(momentum)} with momentum, {ClassifierRuns.LossText(sgd)} without; guessing has ln 10 = {Guessing:0.0000}; with factor 0.9 the steps add up to ten times the step size. Whether a point is a minimum no loss tells; one at or above guessing says that the network answers the same to every image"
                    ),
                    isSlower
                        ? "it does not converge: steps ten times as long throw it to where it only guesses, which is no minimum"
                        : "momentum ends lower"
                );
            }
        );
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
