using Compare.Results;

namespace Compare.Reports.Changes;

/// <summary>A finding that is not what it was in an earlier run.</summary>
/// <param name="Before">The earlier finding; null if it is new.</param>
/// <param name="After">The later finding, with the same id; null if it is gone.</param>
/// <param name="Direction">Which way it changed.</param>
/// <param name="Words">What changed, such as <c>rounding became disagrees</c>.</param>
internal sealed record FindingChange(Finding? Before, Finding? After, Direction Direction, string Words)
{
    /// <summary>The finding as it is now, or as it was last seen.</summary>
    public Finding Latest => After ?? Before!;

    /// <summary>Compares a finding with itself in an earlier run.</summary>
    /// <param name="before">The earlier one; null if there was none.</param>
    /// <param name="after">The later one; null if there is none.</param>
    /// <param name="factor">By how much error / bound must grow or shrink to be mentioned; above 1.</param>
    /// <returns>The change; null where nothing worth mentioning changed.</returns>
    /// <remarks>
    /// Better to worse: the same bits, within rounding, chaos, could not have failed, undecided, disagrees. A comparison that is no longer made
    /// cannot fail, so that counts as worse, whatever it said.
    /// </remarks>
    public static FindingChange? Of(Finding? before, Finding? after, double factor)
    {
        if (after is null)
            return before is null ? null : new FindingChange(before, null, Direction.Worse, "no longer compared");
        var name = StatusWords.Name(after.Status);
        if (before is null)
            return new FindingChange(
                null,
                after,
                after.Status is Status.Disagrees or Status.Undecided or Status.Vacuous
                    ? Direction.Worse
                    : Direction.New,
                $"new: {name}"
            );
        if (before.Status != after.Status)
            return new FindingChange(
                before,
                after,
                Rank(after.Status) > Rank(before.Status) ? Direction.Worse : Direction.Better,
                $"{StatusWords.Name(before.Status)} became {name}"
            );
        var (earlier, later) = (RatioOf(before), RatioOf(after));
        if (later > factor * earlier)
            return new FindingChange(before, after, Direction.Worse, $"error / bound grew {Fold(later / earlier)}");
        if (earlier > factor * later)
            return new FindingChange(before, after, Direction.Better, $"error / bound shrank {Fold(earlier / later)}");
        return null;
    }

    private static int Rank(Status status) =>
        status switch
        {
            Status.Agrees => 0,
            Status.Rounding => 1,
            Status.Chaos => 2,
            Status.Vacuous => 3,
            Status.Undecided => 4,
            _ => 5,
        };

    /// <summary>What has no number is worse than any number.</summary>
    private static double RatioOf(Finding finding) =>
        finding.Ratio is not { } ratio ? 0
        : double.IsNaN(ratio) ? double.PositiveInfinity
        : ratio;

    private static string Fold(double factor) =>
        double.IsFinite(factor) ? $"{Numbers.Text(factor)}-fold" : "beyond measure";
}
