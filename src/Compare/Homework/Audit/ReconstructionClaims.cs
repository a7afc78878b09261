using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Reference.Activations;

namespace Compare.Homework.Audit;

/// <summary>Part 1 c): what the homework says about the reconstructed images.</summary>
/// <param name="results">The runs; those of the from-scratch side are used.</param>
/// <param name="data">The images.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
/// <param name="threads">Greatest number of threads.</param>
internal sealed class ReconstructionClaims(RunResults results, HomeworkData data, bool isPaper, int threads)
{
    /// <summary>
    /// A share of images: if so many fewer reconstructions than originals are taken for the right digit, the digit is no longer to be
    /// seen in them.
    /// </summary>
    private const double Much = 0.05;

    /// <summary>A share of a loss: two losses that differ by less count as equal.</summary>
    private const double Near = 0.05;

    private const string Criterion = "nearest mean training image";

    /// <summary>The homework's limit: below it nothing is recognised.</summary>
    private const int Limit = 15;

    private static readonly int[] Pictures = [8, 9, 10, 11, 12];

    private readonly Lazy<Recognition> _recognition = new(() => new Recognition(data, threads));

    /// <summary>All of them, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() =>
        [EffectOfActivation(), OnlyTanhPoorer(), ImproveWithSize(), StillRecognisable(), UnderFifteen()];

    private Claim EffectOfActivation()
    {
        var head = new ClaimHead(
            "pictures/activation",
            "the effect of the activation function is not very remarkable",
            "after Figure 12",
            Pictures
        );
        return head.From(
            Groups(),
            groups =>
            {
                var sizes = groups
                    .GroupBy(group => group.Cell.Hidden)
                    .ToDictionary(
                        size => size.Key,
                        size =>
                        {
                            List<double> shares = [.. size.Select(Recognised)];
                            List<double> losses = [.. size.Select(group => group.TestLoss.Mean)];
                            return (Shares: shares.Max() - shares.Min(), Losses: losses.Max() / losses.Min() - 1);
                        }
                    );
                var (seen, measured) = (sizes.Values.Max(size => size.Shares), sizes.Values.Max(size => size.Losses));
                return head.Complete(
                    seen > Much ? ClaimVerdict.Fails
                        : measured > Near ? ClaimVerdict.HoldsWithCorrection
                        : ClaimVerdict.Holds,
                    Text(
                        $"between best and worst activation: {string.Join("; ", sizes.Select(size => Text($"k = {size.Key}: recognised (by the {Criterion}) {100 * size.Value.Shares:0.0} points, test loss {size.Value.Losses:0 %}")))}; not remarkable is at most {100 * Much:0} points and {Near:0 %}"
                    ),
                    seen > Much
                        ? "it can be seen"
                        : Text($"for the eye only: the losses differ by up to {measured:0 %}")
                );
            }
        );
    }

    private Claim OnlyTanhPoorer()
    {
        var head = new ClaimHead("pictures/tanh", "only tanh is poorer than the rest", "after Figure 12", Pictures);
        return head.From(
            Groups(),
            _ =>
            {
                List<int> ours = [.. Grid.HiddenSizes.Where(k => StandsOut(k, Loss))];
                List<int> printed = [.. Grid.HiddenSizes.Where(k => StandsOut(k, PrintedLoss))];
                return head.Complete(
                    Evidence.OfMany(ours.Count, Grid.HiddenSizes.Count),
                    Text(
                        $"test loss of tanh, and from best to worst of the rest: {string.Join("; ", Grid.HiddenSizes.Select(k => Text($"k = {k}: {Range(k, Loss)}{Printed(Range(k, PrintedLoss))}")))}; holds if tanh is farther above the rest than the rest is wide: for {Sizes(ours)}{Printed(Text($"for {Sizes(printed)}"))}"
                    ),
                    ours.Count == 0 ? "the loss of tanh is not alone at the upper end" : $"for {Sizes(ours)} only"
                );
            }
        );
    }

    private Claim ImproveWithSize()
    {
        var head = new ClaimHead(
            "pictures/size",
            "reconstructions improve with the size of the hidden layer for the same number of epochs",
            "after Figure 12",
            [.. Pictures, 13]
        );
        return head.From(
            [.. Groups(), .. Small()],
            groups =>
            {
                var rows = groups
                    .GroupBy(group =>
                        (group.Cell.Row, group.Cell.Epochs, IsSmall: group.Cell.Hidden < Grid.HiddenSizes[0])
                    )
                    .ToDictionary(
                        row => $"{row.Key.Row}, {string.Join(", ", row.Select(group => group.Cell.Hidden))} units",
                        row => row.Select(group => group.TestLoss.Mean).ToList()
                    );
                List<string> falling = [.. rows.Where(row => Evidence.IsFalling(row.Value)).Select(row => row.Key)];
                return head.Complete(
                    Evidence.OfMany(falling.Count, rows.Count),
                    $"test loss: {Evidence.Listed(rows.Keys, row => string.Join(", ", rows[row].Select(loss => Text($"{loss:0.00}"))))}; holds if each falls",
                    $"for {string.Join("; ", falling)} only"
                );
            }
        );
    }

    private Claim StillRecognisable()
    {
        var head = new ClaimHead(
            "pictures/recognisable",
            "in all cases the original digit can still be recognised",
            "after Figure 12",
            Pictures
        );
        return head.From(
            Groups(),
            groups =>
            {
                var original = _recognition.Value.OfOriginals;
                var shares = groups.ToDictionary(group => group.Cell, Recognised);
                var good = shares.Values.Count(share => share >= original - Much);
                var worst = shares.MinBy(share => share.Value);
                return head.Complete(
                    Evidence.OfMany(good, shares.Count),
                    Text(
                        $"test images recognised by the {Criterion}: originals {original:0.0 %}, reconstructions {worst.Value:0.0 %} ({worst.Key.Row}, k = {worst.Key.Hidden}) to {shares.Values.Max():0.0 %}; holds if none loses more than {100 * Much:0} points"
                    ),
                    Text($"for {good} of {shares.Count} models")
                );
            }
        );
    }

    private Claim UnderFifteen()
    {
        var head = new ClaimHead(
            "pictures/under-15",
            "below 15 units the reconstruction does not show the digit, from 15 on it starts to",
            "before Figure 13",
            13
        );
        return head.From(
            Small(),
            groups =>
            {
                var original = _recognition.Value.OfOriginals;
                var shares = groups.ToDictionary(group => group.Cell.Hidden, Recognised);
                bool IsShown(int k) => shares[k] >= original - Much;
                List<int> shown = [.. shares.Keys.Where(IsShown)];
                var right = shares.Keys.Count(k => IsShown(k) == k >= Limit);
                var (closest, margin) = shares
                    .Select(share => (share.Key, share.Value - (original - Much)))
                    .MinBy(share => Math.Abs(share.Item2));
                return head.Complete(
                    Evidence.OfMany(right, shares.Count),
                    Text(
                        $"test images recognised by the {Criterion}: originals {original:0.0 %}, reconstructions with {string.Join(", ", shares.Select(share => Text($"{share.Key} units {share.Value:0.0 %}")))}; shown is a loss of at most {100 * Much:0} points, nearest to this limit are {closest} units, {100 * Math.Abs(margin):0.0} points {(margin < 0 ? "below" : "above")}"
                    ),
                    shown.Count == 0 ? "from more units on" : Text($"from {shown[0]} units on")
                );
            }
        );
    }

    /// <summary>Whether tanh is farther from the rest than the rest is wide.</summary>
    private static bool StandsOut(int k, Func<string, int, double> loss)
    {
        var (tanh, best, worst) = Spread(k, loss);
        return tanh - worst > worst - best;
    }

    private static string Range(int k, Func<string, int, double> loss)
    {
        var (tanh, best, worst) = Spread(k, loss);
        return Text($"{tanh:0.000}, {best:0.000} to {worst:0.000}");
    }

    private static (double Tanh, double Best, double Worst) Spread(int k, Func<string, int, double> loss)
    {
        List<double> rest = [.. Activation.Names.Where(name => name != "tanh").Select(name => loss(name, k))];
        return (loss("tanh", k), rest.Min(), rest.Max());
    }

    private double Loss(string activation, int hidden) =>
        results.Autoencoder(activation, hidden, Grid.Reference)!.TestLoss.Mean;

    private static double PrintedLoss(string activation, int hidden) => Paper.Table1(activation, hidden).Test;

    /// <summary>Of the run with seed 0, whose weights are kept.</summary>
    private double Recognised(RunGroup group) => _recognition.Value.Of(group.Cell, group.WithWeights!);

    private List<RunGroup?> Groups() =>
        [
            .. from k in Grid.HiddenSizes
            from name in Activation.Names
            select WithWeights(results.Autoencoder(name, k, Grid.Reference)),
        ];

    private List<RunGroup?> Small() =>
        [
            .. Grid.SmallSizes.Select(k =>
                WithWeights(
                    results.Small.FirstOrDefault(group => group.Cell.Hidden == k && group.Cell.Side == Grid.Reference)
                )
            ),
        ];

    /// <summary>The runs if that with the weights is among them.</summary>
    private static RunGroup? WithWeights(RunGroup? group) => group?.WithWeights is null ? null : group;

    private static string Sizes(List<int> sizes) => sizes.Count == 0 ? "no k" : $"k = {string.Join(", ", sizes)}";

    private string Printed(string numbers) => isPaper ? $" (printed: {numbers})" : "";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
