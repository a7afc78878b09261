using Compare.Homework.Runs;
using Compare.Homework.Tables;

namespace Compare.Homework.Audit;

/// <summary>The step sizes in the captions of Figures 3 to 12, where they contradict each other: decided by training with both.</summary>
/// <param name="results">The runs.</param>
/// <param name="pixels">d.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class StepSizeClaims(RunResults results, int pixels, bool isPaper)
{
    private const double Batch = 100;

    /// <summary>So many times as far as the other is a step size that did not give Table 1.</summary>
    private const double Clearly = 2;

    /// <summary>A relative distance from Table 1 that other seeds may make.</summary>
    private const double Near = 0.1;

    /// <summary>All of them, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() =>
        [
            Contradicted("sigmoid", 4, 11, Grid.OtherStepSize),
            Contradicted("tanh", 5, 10, AutoencoderStepSize.Of("tanh")),
            Agreed(),
            Contradicted("tanh", 10, 5, Grid.OtherStepSize),
            Contradicted("sigmoid", 11, 4, AutoencoderStepSize.Of("sigmoid")),
        ];

    /// <summary>A caption that another one contradicts.</summary>
    private Claim Contradicted(string activation, int figure, int other, double stepSize)
    {
        var head = Head(
            $"steps/{activation}-{figure}",
            Text($"{activation} was trained with step size {stepSize}"),
            figure
        );
        if (!isPaper)
            return head.Undecided("Table 1 decides, on MNIST with the homework's epochs only");
        return head.From(
            [
                .. Grid.HiddenSizes.Select(k => results.Autoencoder(activation, k, Grid.Reference)),
                .. Grid.HiddenSizes.Select(k => results.OtherStep(activation, k)),
            ],
            groups =>
            {
                var distances = groups
                    .GroupBy(group => group.Cell.StepSize)
                    .ToDictionary(step => step.Key, step => step.Average(Distance));
                var (best, nearest) = distances.MinBy(distance => distance.Value);
                return head.Complete(
                    distances.Values.Max() < Clearly * nearest ? ClaimVerdict.CannotBeDecided
                        : best == stepSize ? ClaimVerdict.Holds
                        : ClaimVerdict.Fails,
                    Text(
                        $"the caption of Figure {other} has another; train (in the table's unit) and test loss at k = {string.Join(", ", Grid.HiddenSizes)}: {string.Join("; ", groups.GroupBy(group => group.Cell.StepSize).Select(step => Text($"with {step.Key} {string.Join(", ", step.Select(Losses))}, on average {distances[step.Key]:0.0 %} from the printed")))}; printed {string.Join(", ", Grid.HiddenSizes.Select(k => Losses(Paper.Table1(activation, k))))}; the nearer one is right if the other is {Clearly} times as far"
                    ),
                    Text($"{best}, which gives Table 1")
                );
            }
        );
    }

    /// <summary>The captions on which both figures of an activation agree.</summary>
    private Claim Agreed()
    {
        var head = Head(
            "steps/others",
            "relu, identity and negative were trained with step size 0.005",
            3,
            6,
            7,
            8,
            9,
            12
        );
        if (!isPaper)
            return head.Undecided("Table 1 decides, on MNIST with the homework's epochs only");
        string[] activations = ["relu", "identity", "negative"];
        return head.From(
            [
                .. activations.SelectMany(name =>
                    Grid.HiddenSizes.Select(k => results.Autoencoder(name, k, Grid.Reference))
                ),
            ],
            groups =>
            {
                var worst = groups.MaxBy(Distance)!;
                return head.Complete(
                    Distance(worst) <= Near ? ClaimVerdict.Holds : ClaimVerdict.CannotBeDecided,
                    Text(
                        $"runs with {groups[0].Cell.StepSize} end on average {groups.Average(Distance):0.0 %} from Table 1, {worst.Cell.Row} with k = {worst.Cell.Hidden} farthest, {Distance(worst):0.0 %}; holds within {Near:0 %}"
                    ),
                    ""
                );
            }
        );
    }

    private static ClaimHead Head(string id, string what, params int[] figures) =>
        new(
            id,
            what,
            $"caption{(figures.Length > 1 ? "s" : "")} of Figure{(figures.Length > 1 ? "s" : "")} {string.Join(", ", figures)}",
            figures
        );

    /// <summary>The mean relative distance of a cell's two losses from the printed ones.</summary>
    private double Distance(RunGroup group)
    {
        var (train, test) = Paper.Table1(group.Cell.Row, group.Cell.Hidden);
        return (Math.Abs(InItsUnit(group) / train - 1) + Math.Abs(group.TestLoss.Mean / test - 1)) / 2;
    }

    private double InItsUnit(RunGroup group) => group.TrainLoss.Mean * Batch / pixels;

    private string Losses(RunGroup group) => Losses((InItsUnit(group), group.TestLoss.Mean));

    private static string Losses((double Train, double Test) losses) =>
        Text($"{losses.Train:0.000}/{losses.Test:0.000}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
