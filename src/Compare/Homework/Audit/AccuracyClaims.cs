using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>Part 2: what the homework says about Table 2 as a whole, and about what its rules are.</summary>
/// <param name="results">The runs.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class AccuracyClaims(RunResults results, bool isPaper)
{
    /// <summary>The step size at which the two Adams are farthest apart.</summary>
    private const double Telling = 1e-5;

    /// <summary>Accuracies this near, in percent, may be the same run with other seeds.</summary>
    private const double Near = 1.5;

    private const int EarlyUpdate = 10;
    private const int LateUpdate = 1000;

    /// <summary>The rules that the homework says have momentum, after Table 2.</summary>
    private static readonly string[] SaidToHaveMomentum = ["momentum", "rmsprop", "adam"];

    private readonly ClassifierRuns _runs = new(results);

    /// <summary>The claims that need runs.</summary>
    public IReadOnlyList<Claim> OfRuns() => [AdamRow(), Highest()];

    /// <summary>The claims that the rules themselves decide.</summary>
    public static IReadOnlyList<Claim> OfRules() => [Momentum(), StepSizeOfRmsProp()];

    /// <summary>What each rule does once the gradient is gone: nothing, but for the two that have momentum.</summary>
    public static IEnumerable<Finding> Findings() =>
        OptimizerTable.Table2.Select(name => Coasts(OptimizerTable.Named(name), name is "momentum" or "adam"));

    /// <summary>Holds a rule against what is known of it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="hasMomentum">Whether it goes on without a gradient.</param>
    internal static Finding Coasts(Optimizer rule, bool hasMomentum)
    {
        var coasting = Math.Abs(RuleMotion.Coasting(rule));
        var head = new FindingHead(
            FindingKey.Of(EquationCheck.Check).With(KeyPart.Topic, "momentum").With(KeyPart.Rule, rule.Name),
            $"{rule.Name}: {(hasMomentum ? "goes on" : "stands still")} when the gradient is 0 after a gradient of 1"
        );
        return coasting > 0 == hasMomentum
            ? head.Complete(Status.Agrees)
            : head.Disagrees(Cause.Hint(Text($"it moves by {coasting:R} step sizes")));
    }

    private Claim Highest()
    {
        var head = new ClaimHead(
            "table2/highest",
            "the highest accuracy is that of SGD with step size 0.5",
            "after Table 2"
        );
        return head.From(
            [.. Grid.StepSizes.SelectMany(_runs.Of)],
            groups =>
            {
                var best = groups.MaxBy(group => group.Accuracy.Mean)!;
                var next = groups.Where(group => group.Cell != best.Cell).MaxBy(group => group.Accuracy.Mean)!;
                return head.Complete(
                    Evidence.Of(best.Cell is { Row: "sgd", StepSize: 0.5 }),
                    $"highest {Named(best)}, next {Named(next)}{Printed(Text($"{Paper.Table2("sgd", 0.5)} %, highest of the 15"))}",
                    Named(best)
                );
            }
        );
    }

    private Claim AdamRow()
    {
        var head = new ClaimHead("table2/adam", "the row named Adam is Adam's", "Table 2", 14, 15, 16);
        if (!isPaper)
            return head.Undecided("the printed row can be held against runs on MNIST with the homework's epochs only");
        return head.From(
            [.. Grid.StepSizes.SelectMany(_runs.Of)],
            groups =>
            {
                double Of(string rule, double step) =>
                    groups.Single(group => group.Cell.Row == rule && group.Cell.StepSize == step).Accuracy.Mean;
                double Off(string rule) => Math.Abs(Of(rule, Telling) - Paper.Table2("adam", Telling));
                return head.Complete(
                    Off("adam") <= Near ? ClaimVerdict.Holds
                        : Off(Cell.AdamByTensor) <= Near ? ClaimVerdict.Fails
                        : ClaimVerdict.CannotBeDecided,
                    Text(
                        $"printed, Adam with the step count in the bias correction, and with the number of the tensor there: {string.Join("; ", Grid.StepSizes.Select(step => Text($"step size {step:0.#####}: {Paper.Table2("adam", step):0.00}, {Of("adam", step):0.00}, {Of(Cell.AdamByTensor, step):0.00}")))}; decided at {Telling:0.#####}, where the right one is within {Near} points"
                    ),
                    Text(
                        $"the step count in (O.35) and (O.36) gives {Of("adam", Telling):0.00} % at {Telling:0.#####}; the printed row has the tensor's number there"
                    )
                );
            }
        );
    }

    private static Claim Momentum()
    {
        List<string> with = [.. SaidToHaveMomentum.Where(name => RuleMotion.Coasting(OptimizerTable.Named(name)) != 0)];
        return new ClaimHead(
            "rules/momentum",
            "momentum, RMSProp and Adam incorporate momentum",
            "part 2, step size 0.5",
            14
        ).Complete(
            Evidence.OfMany(with.Count, SaidToHaveMomentum.Length),
            $"how far each rule goes on with a gradient of 0 after one of 1, in step sizes: {Evidence.Listed(OptimizerTable.Table2, name => Text($"{RuleMotion.Coasting(OptimizerTable.Named(name)):0.00}"))}",
            $"{string.Join(" and ", with)}; the others stand still"
        );
    }

    private static Claim StepSizeOfRmsProp()
    {
        double Shrinkage(string name) => RuleMotion.Shrinkage(OptimizerTable.Named(name), EarlyUpdate, LateUpdate);
        var coasts = RuleMotion.Coasting(OptimizerTable.Named("rmsprop")) != 0;
        return new ClaimHead(
            "rules/rmsprop-step",
            "RMSProp's large momentum makes its steps much smaller after the first epoch",
            "part 2, step size 0.01",
            15
        ).Complete(
            Evidence.Of(coasts && Shrinkage("rmsprop") < 0.1),
            Text(
                $"it has {(coasts ? "momentum" : "no momentum: it stands still when the gradient is 0")}; with a constant gradient its update {LateUpdate} is {Shrinkage("rmsprop"):0.00} times its update {EarlyUpdate}, AdaGrad's {Shrinkage("adagrad"):0.00} times; holds if it has momentum and its steps shrink to a tenth"
            ),
            "its steps keep their length near the step size whatever the gradient, so that it cannot settle: the opposite"
        );
    }

    private string Printed(string numbers) => isPaper ? $" (printed: {numbers})" : "";

    private static string Named(RunGroup group) =>
        Text($"{group.Cell.Row} with {group.Cell.StepSize:0.#####}: {group.Accuracy.Mean:0.00} %");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
