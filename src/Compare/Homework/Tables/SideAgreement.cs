using System.Globalization;
using Compare.Homework.Runs;
using Compare.Results;

namespace Compare.Homework.Tables;

/// <summary>Both sides against each other, cell by cell: same seeds, same batches.</summary>
/// <remarks>
/// Two correct runs of one seed differ by rounding. While nothing amplifies it, their losses differ by at most one rounding for each
/// update, and the losses are compared with that bound. The first epoch beyond the bound is where chaos begins to show. After it two
/// runs of one seed are as unlike as runs of two seeds, so the sides' distributions over all seeds are compared instead.
/// </remarks>
internal static class SideAgreement
{
    /// <summary>The name of the check in findings.</summary>
    public const string Check = "reproduction";

    /// <summary>How often a cell may be called different though both sides draw from one distribution.</summary>
    private const double FalseAlarm = 1e-3;

    /// <summary>Compares every cell that both sides have run.</summary>
    public static IEnumerable<Finding> Of(RunResults results)
    {
        foreach (
            var pair in results
                .Table1.Concat(results.Small)
                .Concat(results.Table2)
                .GroupBy(group => group.Cell with { Side = "" })
        )
        {
            var sides = pair.ToDictionary(group => group.Cell.Side);
            if (
                sides.TryGetValue(Grid.Reference, out var a)
                && sides.TryGetValue(Grid.Torch, out var b)
                && a.Common(b) is { } both
            )
                yield return Compare(both.A, both.B);
        }
    }

    private static Finding Compare(RunGroup a, RunGroup b)
    {
        var cell = a.Cell;
        var (kind, number, what) =
            cell.Part == 1
                ? ("autoencoder", Text($"{cell.Hidden}"), "test loss")
                : ("classifier", Text($"{cell.StepSize:0.#####}"), "test accuracy in percent");
        var seeds = a.Runs.Count;
        var head = new FindingHead(
            FindingKey
                .Of(Check)
                .With(KeyPart.Family, kind)
                .With(KeyPart.Topic, cell.Row)
                .With(cell.Part == 1 ? KeyPart.Size : KeyPart.StepSize, number),
            Text(
                $"{kind}, {cell.Row}, {(cell.Part == 1 ? "k =" : "step size")} {number}: both sides, {(seeds == 1 ? "1 seed" : $"{seeds} seeds")}, {cell.Epochs} epochs"
            )
        );
        var (together, error, bound) = Together(a, b);
        if (together == cell.Epochs)
            return head.Complete(
                Conclusion.Of(isWithin: true, couldHaveFailed: true, isEqual: error == 0),
                error,
                bound,
                new Location { Quantity = "relative difference of the mean training loss of an epoch, equal seeds" }
            );
        var (x, y) = cell.Part == 1 ? (a.TestLoss, b.TestLoss) : (a.Accuracy, b.Accuracy);
        var chaos = Text(
            $"equal seeds part in epoch {together + 1} of {cell.Epochs}, where they differ by more than one rounding per update"
        );
        if (x.Count < 2)
            return head.Complete(
                Status.Vacuous,
                cause: Cause.Reason($"{chaos}; a single seed has no distribution to compare")
            );
        var (distance, allowed) = x.Against(y, FalseAlarm);
        var agree = distance <= allowed || x.Equals(y);
        return head.Complete(
                agree ? Status.Chaos : Status.Disagrees,
                distance,
                allowed,
                new Location
                {
                    Quantity = Text(
                        $"{what}, means over the seeds: {cell.Side} {x.Mean:G6} +- {x.Deviation:G2}, {b.Cell.Side} {y.Mean:G6} +- {y.Deviation:G2}"
                    ),
                },
                agree ? null : Cause.Hint("the sides' distributions over the seeds are different")
            )
            .Noting(chaos);
    }

    /// <summary>
    /// In how many epochs from the first on the training losses of equal seeds stay as near to each other as runs that amplify nothing, and the
    /// largest relative difference that far with its bound.
    /// </summary>
    private static (int Epochs, double Error, double Bound) Together(RunGroup a, RunGroup b)
    {
        var (error, bound) = (0.0, 0.0);
        for (var epoch = 0; epoch < a.Cell.Epochs; epoch++)
        {
            var (difference, allowed) = (SideDifferences.Largest(a, b, epoch), SideDifferences.Allowed(a, epoch));
            if (difference > allowed)
                return (epoch, error, bound);
            if (bound == 0 || difference * bound > error * allowed)
                (error, bound) = (difference, allowed);
        }
        return (a.Cell.Epochs, error, bound);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
