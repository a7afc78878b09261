using Compare.Homework.Runs;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>Part 2: what the homework says about the step size 1e-5, Figure 16.</summary>
/// <param name="results">The runs.</param>
internal sealed class SmallStepClaims(RunResults results)
{
    private const double StepSize = 1e-5;
    private const double Larger = 1e-2;
    private const int Figure = 16;
    private const string InTable = "after Table 2";
    private const string Where = "part 2, step size 1e-5";

    /// <summary>What the homework calls high at this step size: its two numbers are 91.67 and 87.33 %.</summary>
    private const double High = 85;

    /// <summary>A loss that falls by less than this share is almost constant.</summary>
    private const double AlmostConstant = 0.1;

    /// <summary>The homework's epochs: of the fast descent, and after which it is slow.</summary>
    private const int Fast = 4;

    private const int Slow = 8;

    private static readonly string[] Adaptive = ["adagrad", "rmsprop", "adam"];

    private readonly ClassifierRuns _runs = new(results);

    /// <summary>All of them, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() =>
        [
            AllLower(),
            StillHigh(),
            MomentumNotAsFast(),
            Order(),
            ThreeConstant(),
            FactorOfFour(),
            RmsPropSlows(),
            AdamSteadier(),
        ];

    private Claim AllLower()
    {
        var head = new ClaimHead("small/lower", "with step size 1e-5 all are worse", InTable);
        return head.From(
            [.. _runs.Of(StepSize), .. _runs.Of(Larger)],
            groups =>
            {
                var pairs = groups
                    .GroupBy(group => group.Cell.Row)
                    .ToDictionary(pair => pair.Key, pair => pair.ToList());
                return head.Complete(
                    Evidence.OfMany(
                        pairs.Values.Count(pair => pair[0].Accuracy.Mean < pair[1].Accuracy.Mean),
                        pairs.Count
                    ),
                    $"accuracy with 1e-5 and with 0.01: {Evidence.Listed(pairs.Keys, rule => $"{ClassifierRuns.Accuracy(pairs[rule][0])} and {ClassifierRuns.Accuracy(pairs[rule][1])}")}",
                    "not all of them"
                );
            }
        );
    }

    private Claim StillHigh() =>
        _runs.Decide(
            new ClaimHead("small/high", "RMSProp and Adam still reach high accuracies", InTable),
            StepSize,
            runs =>
                runs.Values.All(group =>
                    group.Accuracy.Mean >= High == group.Cell.Row is "rmsprop" or "adam" or Cell.AdamByTensor
                ),
            ClassifierRuns.Accuracy,
            Text($"accuracy; high is at least {High:0} %, holds if these two have it and no other"),
            ClassifierRuns.ByAccuracy
        );

    private Claim MomentumNotAsFast() =>
        _runs.Decide(
            new ClaimHead("small/momentum", "momentum does not speed up as the adaptive methods do", InTable),
            StepSize,
            runs =>
                runs["sgd"].Accuracy.Mean < runs["momentum"].Accuracy.Mean
                && Adaptive.All(rule => runs["momentum"].Accuracy.Mean < runs[rule].Accuracy.Mean),
            ClassifierRuns.Accuracy,
            "accuracy; holds if momentum is above SGD and below each adaptive method",
            ClassifierRuns.ByAccuracy
        );

    private Claim Order() =>
        _runs.Decide(
            new ClaimHead("small/order", "RMSProp is best, then Adam", Where, Figure),
            StepSize,
            runs =>
                runs.Values.OrderBy(ClassifierRuns.Loss).Take(2).Select(group => group.Cell.Row).ToList()
                    is ["rmsprop", "adam" or Cell.AdamByTensor],
            ClassifierRuns.LossText,
            "training loss of the last epoch",
            ClassifierRuns.ByLoss
        );

    private Claim ThreeConstant()
    {
        var head = new ClaimHead(
            "small/constant",
            "SGD, momentum and AdaGrad have an almost constant loss and remain far from an optimum",
            Where,
            Figure
        );
        string[] rules = ["sgd", "momentum", "adagrad"];
        return head.From(
            [.. rules.Select(rule => results.Classifier(rule, StepSize, Grid.Reference))],
            groups =>
            {
                double Fall(RunGroup group) => ClassifierRuns.Decrease(group, 1, _runs.Epochs);
                List<RunGroup> constant = [.. groups.Where(group => Math.Abs(Fall(group)) < AlmostConstant)];
                return head.Complete(
                    Evidence.OfMany(constant.Count, groups.Count),
                    Text(
                        $"decrease of the training loss from epoch 1 to {_runs.Epochs}, and its end: {string.Join("; ", groups.Select(group => Text($"{group.Cell.Row} {Fall(group):0.0 %}, {ClassifierRuns.LossText(group)}")))}; almost constant is less than {AlmostConstant:0 %}"
                    ),
                    constant.Count == 0
                        ? "none of them is"
                        : $"{string.Join(" and ", constant.Select(group => group.Cell.Row))} only"
                );
            }
        );
    }

    private Claim FactorOfFour() =>
        RmsPropAlone(
            "small/factor",
            "RMSProp lowers the loss by a factor of 4 in 4 epochs",
            Fast,
            rmsProp =>
            {
                var start = rmsProp.Runs.Average(run => run.StepLosses[0]);
                var factor = start / ClassifierRuns.LossAfter(rmsProp, Fast);
                var inFirst = Enumerable
                    .Range(1, rmsProp.Cell.Epochs)
                    .FirstOrDefault(epoch => start / ClassifierRuns.LossAfter(rmsProp, epoch) >= 4);
                return (
                    factor is >= 3.5 and <= 4.5 ? ClaimVerdict.Holds
                    : inFirst is > 0 and <= 2 * Fast ? ClaimVerdict.HoldsWithCorrection
                    : ClaimVerdict.Fails,
                    Text(
                        $"from {Numbers.Text(start)} before the first update to {Numbers.Text(ClassifierRuns.LossAfter(rmsProp, Fast))} in epoch {Fast}: a factor of {factor:0.00}; holds from 3.5 to 4.5, with a correction if 4 is reached in twice as many epochs"
                    ),
                    inFirst == 0 ? "it never does" : Text($"a factor of {factor:0.0}; 4 is reached in epoch {inFirst}")
                );
            }
        );

    private Claim RmsPropSlows() =>
        RmsPropAlone(
            "small/slows",
            "RMSProp's loss falls much more slowly after 8 epochs",
            Slow,
            rmsProp =>
            {
                var before =
                    (ClassifierRuns.LossAfter(rmsProp, 1) - ClassifierRuns.LossAfter(rmsProp, Slow)) / (Slow - 1);
                var after =
                    (ClassifierRuns.LossAfter(rmsProp, Slow) - ClassifierRuns.Loss(rmsProp)) / (_runs.Epochs - Slow);
                return (
                    Evidence.Of(after < before / 4),
                    Text(
                        $"decrease an epoch: {Numbers.Text(before)} up to epoch {Slow}, {Numbers.Text(after)} from there on; holds if a quarter or less. That the gradients are small there the losses do not tell"
                    ),
                    "it goes on at a similar pace"
                );
            }
        );

    private Claim AdamSteadier()
    {
        var head = new ClaimHead(
            "small/adam",
            "Adam descends less fast at first and slows down less than RMSProp",
            Where,
            Figure
        );
        if (_runs.Epochs <= Slow)
            return head.Undecided(Text($"the runs have {_runs.Epochs} epochs only"));
        double AtFirst(RunGroup group) => ClassifierRuns.Decrease(group, 1, Fast);
        double AtTheEnd(RunGroup group) => ClassifierRuns.Decrease(group, Slow, _runs.Epochs);
        return _runs.Decide(
            head,
            StepSize,
            runs =>
                AtFirst(runs["adam"]) < AtFirst(runs["rmsprop"]) && AtTheEnd(runs["adam"]) > AtTheEnd(runs["rmsprop"]),
            group => Text($"{AtFirst(group):0 %}, {AtTheEnd(group):0 %}"),
            Text($"decrease of the training loss from epoch 1 to {Fast}, and from {Slow} to {_runs.Epochs}"),
            runs =>
                $"{(AtFirst(runs["adam"]) < AtFirst(runs["rmsprop"]) ? "slower" : "faster")} at first, and slows down {(AtTheEnd(runs["adam"]) > AtTheEnd(runs["rmsprop"]) ? "less" : "more")}"
        );
    }

    private Claim RmsPropAlone(
        string id,
        string what,
        int epochs,
        Func<RunGroup, (ClaimVerdict Verdict, string Evidence, string Right)> decide
    )
    {
        var head = new ClaimHead(id, what, Where, Figure);
        if (_runs.Epochs <= epochs)
            return head.Undecided(Text($"the runs have {_runs.Epochs} epochs only"));
        return head.From(
            [results.Classifier("rmsprop", StepSize, Grid.Reference)],
            groups =>
            {
                var (verdict, evidence, right) = decide(groups[0]);
                return head.Complete(verdict, evidence, right);
            }
        );
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
