using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Reference.Activations;

namespace Compare.Homework.Audit;

/// <summary>Table 1: whether its two columns are in one unit.</summary>
/// <param name="results">The runs.</param>
/// <param name="pixels">d.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class UnitClaims(RunResults results, int pixels, bool isPaper)
{
    private const double Batch = 100;

    /// <summary>So near to each other, relatively, are training and test loss of these models.</summary>
    private const double Near = 0.1;

    /// <summary>The claim that the header of the table makes.</summary>
    public Claim Columns()
    {
        var head = new ClaimHead("table1/units", "training and test loss are the same loss on two sets", "Table 1");
        if (!isPaper)
            return head.Undecided(
                "the printed numbers can be held against runs on MNIST with the homework's epochs only"
            );
        return head.From(
            [
                .. from name in Activation.Names
                from k in Grid.HiddenSizes
                select results.Autoencoder(name, k, Grid.Reference),
            ],
            groups =>
            {
                var factor = pixels / Batch;
                var rows = groups.ToDictionary(
                    group => group.Cell,
                    group =>
                    {
                        var (train, test) = Paper.Table1(group.Cell.Row, group.Cell.Hidden);
                        return (Printed: test / train, Ours: group.TestLoss.Mean / group.TrainLoss.Mean);
                    }
                );
                bool All(double unit) =>
                    rows.Values.All(row => Math.Abs(row.Printed / unit - 1) <= Near && Math.Abs(row.Ours - 1) <= Near);
                return head.Complete(
                    All(1) ? ClaimVerdict.Holds
                        : All(factor) ? ClaimVerdict.HoldsWithCorrection
                        : ClaimVerdict.Fails,
                    Text(
                        $"printed test over printed training loss at k = {string.Join(", ", Grid.HiddenSizes)}, over {factor:0.00} in brackets, and what our runs have in one unit: {string.Join("; ", rows.GroupBy(row => row.Key.Row).Select(name => Text($"{name.Key} {Listed(name, row => row.Printed)} ({Listed(name, row => row.Printed / factor)}), {Listed(name, row => row.Ours)}")))}; one unit if all are within {Near:0 %} of 1"
                    ),
                    Text(
                        $"the training loss is summed over a batch of {Batch} images, averaged over {pixels} pixels and halved; times {factor:0.00} it is Eq. (1), as the test loss is"
                    )
                );
            }
        );
    }

    private static string Listed(
        IEnumerable<KeyValuePair<Cell, (double Printed, double Ours)>> rows,
        Func<(double Printed, double Ours), double> ratio
    ) => string.Join(", ", rows.Select(row => Text($"{ratio(row.Value):0.000}")));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
