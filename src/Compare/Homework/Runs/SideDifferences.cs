using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Homework.Runs;

/// <summary>How far the two sides are apart, epoch by epoch.</summary>
internal static class SideDifferences
{
    /// <summary>The panel below two sides' curves.</summary>
    /// <param name="pairs">Names and runs of both sides, with seeds in common; at least one pair.</param>
    /// <param name="x">The epochs.</param>
    /// <param name="isFamily">Whether a name is also that of the family of the pair's own curves.</param>
    public static LinePanel Panel(
        IEnumerable<(string Name, RunGroup A, RunGroup B)> pairs,
        IReadOnlyList<double> x,
        bool isFamily
    )
    {
        var all = pairs.Select(pair => (pair.Name, Both: pair.A.Common(pair.B)!.Value)).ToList();
        return new LinePanel(
            "relative difference",
            LogarithmicY: true,
            [
                .. all.Select(pair => new LineSeries(
                    $"difference, {pair.Name}",
                    x,
                    [.. Enumerable.Range(0, x.Count).Select(epoch => Largest(pair.Both.A, pair.Both.B, epoch))]
                )
                {
                    Family = isFamily ? pair.Name : null,
                }),
                new LineSeries(
                    "one rounding per update",
                    x,
                    [.. Enumerable.Range(0, x.Count).Select(epoch => Allowed(all[0].Both.A, epoch))]
                ),
            ]
        );
    }

    /// <summary>The largest relative difference of the training losses of equal seeds.</summary>
    /// <param name="a">One side.</param>
    /// <param name="b">The other side, with the same seeds.</param>
    /// <param name="epoch">0 for the first.</param>
    /// <returns>0 for the same numbers, infinite where one is not finite and the other is another number.</returns>
    public static double Largest(RunGroup a, RunGroup b, int epoch) =>
        a
            .Runs.Zip(b.Runs)
            .Max(pair =>
            {
                var (p, q) = (pair.First.TrainLosses[epoch], pair.Second.TrainLosses[epoch]);
                if (p.Equals(q))
                    return 0;
                var difference = Math.Abs(p - q) / Math.Abs(p);
                return double.IsNaN(difference) ? double.PositiveInfinity : difference;
            });

    /// <summary>What one rounding for each update up to the end of an epoch adds up to, as in (N.2): how far runs that amplify nothing can be apart.</summary>
    /// <param name="group">The runs.</param>
    /// <param name="epoch">0 for the first.</param>
    public static double Allowed(RunGroup group, int epoch) => group.UpdatesAfter(epoch + 1) * Binary32.UnitRoundoff;
}
