using Compare.Homework.Runs;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>Part 2: what the homework says about the step size 0.01, Figure 15.</summary>
/// <param name="results">The runs.</param>
internal sealed class MiddleStepClaims(RunResults results)
{
    private const double StepSize = 1e-2;
    private const int Figure = 15;
    private const string InTable = "after Table 2";
    private const string Where = "part 2, step size 0.01";

    /// <summary>The homework's own limit for quite good accuracies, in percent.</summary>
    private const double Good = 90;

    /// <summary>Accuracies this near, in percent, are similar.</summary>
    private const double Similar = 1;

    /// <summary>A loss that falls by less than this share is almost constant.</summary>
    private const double AlmostConstant = 0.1;

    /// <summary>From this share of the epochs on, rises are oscillations and no accidents.</summary>
    private const double Often = 0.2;

    /// <summary>Decreases this near, as shares of the first epoch's loss, are alike.</summary>
    private const double Alike = 0.1;

    private static readonly string[] Adapting = ["adagrad", "adam"];

    private readonly ClassifierRuns _runs = new(results);

    /// <summary>All of them, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() =>
        [
            AllGood(),
            AdamLikeAdaGrad(),
            RmsPropBelowMomentum(),
            SgdWorst(),
            AdamBest(),
            SgdSlower(),
            MomentumCatchesUp(),
            RmsPropConstant(),
            AdamOscillates(),
        ];

    private Claim AllGood() =>
        _runs.Decide(
            new ClaimHead("middle/good", "with step size 0.01 all are above 90 %", InTable),
            StepSize,
            runs => runs.Values.All(group => group.Accuracy.Mean > Good),
            ClassifierRuns.Accuracy,
            "accuracy",
            ClassifierRuns.ByAccuracy
        );

    private Claim AdamLikeAdaGrad() =>
        _runs.Decide(
            new ClaimHead("middle/similar", "Adam and AdaGrad are similar, around 98 %", InTable),
            StepSize,
            runs =>
                Math.Abs(runs["adam"].Accuracy.Mean - runs["adagrad"].Accuracy.Mean) <= Similar
                && Adapting.All(rule => Math.Abs(runs[rule].Accuracy.Mean - 98) <= Similar),
            ClassifierRuns.Accuracy,
            Text($"accuracy; similar, and around, is within {Similar} point"),
            ClassifierRuns.ByAccuracy
        );

    private Claim RmsPropBelowMomentum() =>
        _runs.Decide(
            new ClaimHead("middle/rmsprop", "RMSProp is worse than SGD with momentum", InTable),
            StepSize,
            runs => runs["rmsprop"].Accuracy.Mean < runs["momentum"].Accuracy.Mean,
            ClassifierRuns.Accuracy,
            "accuracy",
            ClassifierRuns.ByAccuracy
        );

    private Claim SgdWorst() =>
        _runs.Decide(
            new ClaimHead("middle/sgd-worst", "SGD is worst", InTable),
            StepSize,
            runs => runs.Values.MinBy(group => group.Accuracy.Mean)!.Cell.Row == "sgd",
            ClassifierRuns.Accuracy,
            "accuracy",
            ClassifierRuns.ByAccuracy
        );

    private Claim AdamBest() =>
        _runs.Decide(
            new ClaimHead("middle/adam-best", "Adam reaches the best solution", Where, Figure),
            StepSize,
            runs => runs.Values.MinBy(ClassifierRuns.Loss)!.Cell.Row is "adam" or Cell.AdamByTensor,
            ClassifierRuns.LossText,
            "training loss of the last epoch; holds if Adam's is the lowest",
            ClassifierRuns.ByLoss
        );

    private Claim SgdSlower() =>
        _runs.Decide(
            new ClaimHead(
                "middle/sgd-slower",
                "SGD is much slower than momentum and the adaptive methods",
                Where,
                Figure
            ),
            StepSize,
            runs =>
                runs.Values.All(group =>
                    group.Cell.Row == "sgd" || ClassifierRuns.Loss(runs["sgd"]) > 1.5 * ClassifierRuns.Loss(group)
                ),
            ClassifierRuns.LossText,
            "training loss of the last epoch; much slower is half as much again as any other",
            ClassifierRuns.ByLoss
        );

    private Claim MomentumCatchesUp()
    {
        double First(RunGroup group) => ClassifierRuns.LossAfter(group, 1);
        double Fall(RunGroup group) => ClassifierRuns.Decrease(group, 1, _runs.Epochs);
        return _runs.Decide(
            new ClaimHead(
                "middle/momentum",
                "momentum starts with a higher loss, and its decrease is like that of AdaGrad and Adam at the end",
                Where,
                Figure
            ),
            StepSize,
            runs =>
                Adapting.All(rule =>
                    First(runs["momentum"]) > First(runs[rule])
                    && Math.Abs(Fall(runs["momentum"]) - Fall(runs[rule])) <= Alike
                ),
            group => Text($"{Numbers.Text(First(group))}, {Fall(group):0 %}"),
            Text(
                $"training loss of the first epoch, and how much of it is gone in epoch {_runs.Epochs}; holds if momentum starts above both, and the decreases are within {100 * Alike:0} points"
            ),
            runs =>
                Adapting.All(rule => First(runs["momentum"]) > First(runs[rule]))
                    ? "it starts higher, and its decrease is another"
                    : "it does not start higher than both"
        );
    }

    private Claim RmsPropConstant()
    {
        var head = new ClaimHead(
            "middle/rmsprop-constant",
            "RMSProp's loss is almost constant after the first epoch",
            Where,
            Figure
        );
        if (_runs.Epochs <= 2)
            return head.Undecided(Text($"the runs have {_runs.Epochs} epochs only"));
        double Fall(RunGroup group) => ClassifierRuns.Decrease(group, 2, _runs.Epochs);
        return _runs.Decide(
            head,
            StepSize,
            runs => Math.Abs(Fall(runs["rmsprop"])) < AlmostConstant,
            group => Text($"{Fall(group):0 %}"),
            Text(
                $"decrease of the training loss from epoch 2, the first after it, to {_runs.Epochs}; almost constant is less than {AlmostConstant:0 %}"
            ),
            runs => Text($"it falls by {Fall(runs["rmsprop"]):0 %}")
        );
    }

    private Claim AdamOscillates()
    {
        double Share(RunGroup group) =>
            group.Runs.Average(run => (double)LossCurve.Rises(run.TrainLosses) / (group.Cell.Epochs - 1));
        return _runs.Decide(
            new ClaimHead("middle/oscillates", "Adam oscillates near the optimum", Where, Figure),
            StepSize,
            runs => Share(runs["adam"]) >= Often,
            group => Text($"{Share(group):0 %}"),
            Text(
                $"share of the epochs after the first in which a run's training loss rises; oscillation is from {Often:0 %} on"
            ),
            runs => Text($"its loss rises in {Share(runs["adam"]):0 %} of the epochs")
        );
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
