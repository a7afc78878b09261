using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Reference.Activations;

namespace Compare.Homework.Audit;

/// <summary>Part 1 b): what the homework says about the losses of the autoencoders.</summary>
/// <param name="results">The runs; those of the from-scratch side are used.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class TrainingClaims(RunResults results, bool isPaper)
{
    private const int SmallHidden = 25;
    private const int Early = 10;
    private const int Last = 5;

    /// <summary>A relative change of a loss that a plot of it does not show.</summary>
    private const double Constant = 0.01;

    private static readonly int[] Figures = [3, 4, 5, 6, 7];

    private static readonly string[] Linear = [.. Activation.Names.Where(IsLinear)];

    private static readonly string[] Others = [.. Activation.Names.Where(name => !IsLinear(name))];

    /// <summary>All of them, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() =>
        [DecreasesWithSize(), ConstantAfterTenEpochs(), LinearStationaryEarlier(), LinearBest(), DifferenceShrinks()];

    /// <summary>Whether an activation makes the code linear.</summary>
    public static bool IsLinear(string activation) => activation is "identity" or "negative";

    private Claim DecreasesWithSize()
    {
        var head = new ClaimHead(
            "training/size",
            "the loss decreases with the size of the hidden layer",
            "caption of Table 1",
            Figures
        );
        return head.From(
            Groups(),
            _ =>
            {
                List<string> wrong =
                [
                    .. Activation.Names.Where(name =>
                        !Evidence.IsFalling([.. Grid.HiddenSizes.Select(k => Final(name, k).Train)])
                        || !Evidence.IsFalling([.. Grid.HiddenSizes.Select(k => Final(name, k).Test)])
                    ),
                ];
                return head.Complete(
                    wrong.Count == 0 ? ClaimVerdict.Holds : ClaimVerdict.Fails,
                    Text(
                        $"test loss at k = {string.Join(", ", Grid.HiddenSizes)}: {Evidence.Listed(Activation.Names, name => string.Join(", ", Grid.HiddenSizes.Select(k => Text($"{Final(name, k).Test:0.000}"))))}; holds if each falls, training losses too"
                    ),
                    $"not with {string.Join(", ", wrong)}"
                );
            }
        );
    }

    private Claim ConstantAfterTenEpochs()
    {
        var head = new ClaimHead(
            "training/constant",
            "with 25 units the loss is constant after the first 10 epochs or earlier, in all cases",
            "after Table 1",
            Figures
        );
        if (results.Grid.AutoencoderEpochs <= Early)
            return head.Undecided(
                Text($"the runs have {results.Grid.AutoencoderEpochs} epochs, none after the first {Early}")
            );
        return head.From(
            Groups(SmallHidden),
            groups =>
            {
                var changes = groups.ToDictionary(
                    group => group.Cell.Row,
                    group =>
                        (
                            Train: LossCurve.Decrease(
                                group.Over(run => run.TrainLosses, Enumerable.Average),
                                Early,
                                group.Cell.Epochs
                            ),
                            Test: LossCurve.Decrease(
                                group.Over(run => run.TestLosses, Enumerable.Average),
                                Early,
                                group.Cell.Epochs
                            )
                        )
                );
                List<string> constant =
                [
                    .. changes
                        .Where(change =>
                            Math.Abs(change.Value.Train) <= Constant && Math.Abs(change.Value.Test) <= Constant
                        )
                        .Select(change => change.Key),
                ];
                return head.Complete(
                    Evidence.OfMany(constant.Count, changes.Count),
                    Text(
                        $"decrease of training and test loss from epoch {Early} to {results.Grid.AutoencoderEpochs}: {Evidence.Listed(changes.Keys, name => Text($"{changes[name].Train:0.0 %} and {changes[name].Test:0.0 %}"))}; constant is at most {Constant:0 %}"
                    ),
                    constant.Count == 0
                        ? "every activation still lowers its loss after ten epochs"
                        : $"constant with {string.Join(", ", constant)} only"
                );
            }
        );
    }

    private Claim LinearStationaryEarlier()
    {
        var head = new ClaimHead(
            "training/stationary",
            "with more units the two linear functions are stationary earlier, while the others still lower the test loss",
            "after Table 1",
            Figures
        );
        if (results.Grid.AutoencoderEpochs <= Last)
            return head.Undecided(Text($"the runs have {results.Grid.AutoencoderEpochs} epochs only"));
        List<int> sizes = [.. Grid.HiddenSizes.Where(k => k > SmallHidden)];
        return head.From(
            [.. sizes.SelectMany(Groups)],
            groups =>
            {
                var curves = groups.ToDictionary(
                    group => (group.Cell.Row, group.Cell.Hidden),
                    group => group.Over(run => run.TestLosses, Enumerable.Average)
                );
                int Epoch(string name, int k) => LossCurve.StationaryFrom(curves[(name, k)], Constant);
                double Late(string name, int k) =>
                    LossCurve.Decrease(
                        curves[(name, k)],
                        results.Grid.AutoencoderEpochs - Last,
                        results.Grid.AutoencoderEpochs
                    );
                List<(string Statement, bool Holds)> statements =
                [
                    .. sizes.Select(k =>
                        (
                            Text($"linear ones stationary earlier at k = {k}"),
                            Linear.Max(name => Epoch(name, k)) < Others.Min(name => Epoch(name, k))
                        )
                    ),
                    .. sizes.SelectMany(k =>
                        Others.Select(name => (Text($"{name} still falling at k = {k}"), Late(name, k) > Constant))
                    ),
                ];
                return head.Complete(
                    Evidence.OfMany(statements.Count(statement => statement.Holds), statements.Count),
                    Text(
                        $"epoch from which the test loss stays within {Constant:0 %} of its last value, and its decrease in the last {Last} epochs: {string.Join("; ", sizes.Select(k => Text($"k = {k}: {Evidence.Listed(Activation.Names, name => Text($"{Epoch(name, k)} ({Late(name, k):0.0 %})"))}")))}; earlier if both linear ones are before all others, still falling from {Constant:0 %} on"
                    ),
                    $"not: {string.Join(", ", statements.Where(statement => !statement.Holds).Select(statement => statement.Statement))}"
                );
            }
        );
    }

    private Claim LinearBest()
    {
        var head = new ClaimHead(
            "training/linear-best",
            "the linear functions give the best results whatever the size",
            "after Table 1",
            Figures
        );
        return head.From(
            Groups(),
            _ =>
            {
                List<int> ours = [.. Grid.HiddenSizes.Where(k => LinearWins(k, Final))];
                List<int> printed = [.. Grid.HiddenSizes.Where(k => LinearWins(k, Paper.Table1))];
                return head.Complete(
                    Evidence.OfMany(ours.Count, Grid.HiddenSizes.Count),
                    Text(
                        $"test loss of the worse linear function and of the best other: {string.Join("; ", Grid.HiddenSizes.Select(k => Text($"k = {k}: {Best(k, Final)}{Printed(Best(k, Paper.Table1))}")))}; holds if the first is below, in training too; it is for {ours.Count} of {Grid.HiddenSizes.Count} sizes{Printed(Text($"for {printed.Count}"))}"
                    ),
                    ours.Count == 0
                        ? "another function is better at every size"
                        : $"for k = {string.Join(", ", ours)} only"
                );
            }
        );
    }

    private Claim DifferenceShrinks()
    {
        var head = new ClaimHead(
            "training/difference",
            "the relative difference between linear and other functions decreases as the hidden layer gets smaller",
            "after Table 1",
            Figures
        );
        return head.From(
            Groups(),
            _ =>
            {
                List<string> Shrinking(Func<string, int, (double Train, double Test)> losses) =>
                    [
                        .. Others.Where(name =>
                            Evidence.IsFalling([.. Grid.HiddenSizes.Reverse().Select(k => Excess(name, k, losses))])
                        ),
                    ];
                var (shrinking, printed) = (Shrinking(Final), Shrinking(Paper.Table1));
                return head.Complete(
                    Evidence.OfMany(shrinking.Count, Others.Length),
                    Text(
                        $"test loss above the better linear function's at k = {string.Join(", ", Grid.HiddenSizes)}: {Evidence.Listed(Others, name => Excesses(name, Final) + Printed(Excesses(name, Paper.Table1)))}; holds if each row rises: {shrinking.Count} of {Others.Length} do{Printed(Text($"{printed.Count}"))}"
                    ),
                    shrinking.Count == 0 ? "it does not" : $"with {string.Join(", ", shrinking)} only"
                );
            }
        );
    }

    private static string Excesses(string name, Func<string, int, (double Train, double Test)> losses) =>
        string.Join(", ", Grid.HiddenSizes.Select(k => Text($"{Excess(name, k, losses):0.0 %}")));

    private static double Excess(string name, int k, Func<string, int, (double Train, double Test)> losses) =>
        losses(name, k).Test / Linear.Min(linear => losses(linear, k).Test) - 1;

    private static bool LinearWins(int k, Func<string, int, (double Train, double Test)> losses)
    {
        var linear = Linear.Select(name => losses(name, k)).ToList();
        var others = Others.Select(name => losses(name, k)).ToList();
        return linear.Max(loss => loss.Train) < others.Min(loss => loss.Train)
            && linear.Max(loss => loss.Test) < others.Min(loss => loss.Test);
    }

    private static string Best(int k, Func<string, int, (double Train, double Test)> losses) =>
        Text($"{Linear.Max(name => losses(name, k).Test):0.000} and {Others.Min(name => losses(name, k).Test):0.000}");

    private (double Train, double Test) Final(string activation, int hidden)
    {
        var group = results.Autoencoder(activation, hidden, Grid.Reference)!;
        return (group.TrainLoss.Mean, group.TestLoss.Mean);
    }

    private List<RunGroup?> Groups() => [.. Grid.HiddenSizes.SelectMany(Groups)];

    private List<RunGroup?> Groups(int hidden) =>
        [.. Activation.Names.Select(name => results.Autoencoder(name, hidden, Grid.Reference))];

    /// <summary>What the homework prints, where it can be compared.</summary>
    private string Printed(string numbers) => isPaper ? $" (printed: {numbers})" : "";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
