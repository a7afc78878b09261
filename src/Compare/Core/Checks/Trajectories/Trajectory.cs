namespace Compare.Checks.Trajectories;

/// <summary>A free run with what follows from it: how far runs that differ in the last bits drift apart, and from when on.</summary>
/// <param name="points">One per update.</param>
/// <param name="start">Largest distance of two among the first side and the shadows before the first update.</param>
internal sealed class Trajectory(IReadOnlyList<TrajectoryPoint> points, double start)
{
    /// <summary>The updates.</summary>
    public IReadOnlyList<TrajectoryPoint> Points { get; } = points;

    /// <summary>
    /// For each update how far apart the shadows' parameters have been: the largest distance of two, widened by the range of the
    /// distances, because another pair may be a little farther apart than those that were drawn; the largest up to this update.
    /// </summary>
    public double[] Reach { get; } = Highest(points.Select(point => Widened(point.ShadowDistances)));

    /// <summary>The same of the losses.</summary>
    public double[] LossReach { get; } =
        Highest(
            points.Select(point =>
            {
                double[] losses = [point.FirstLoss, .. point.ShadowLosses];
                return Widened([
                    .. from i in Enumerable.Range(0, losses.Length)
                    from j in Enumerable.Range(0, i)
                    select Math.Abs(losses[i] - losses[j]),
                ]);
            })
        );

    /// <summary>
    /// The update from which agreement is not to be expected: the first after which shadows are farther apart than they started and than
    /// the bound of two runs whose updates amplify nothing allows for; null if there is none.
    /// </summary>
    public int? Horizon { get; } = points.FirstOrDefault(point => !IsBefore(point, start))?.Update;

    /// <summary>
    /// By which factor shadows drift apart per update from the horizon on, until they are a hundredth of the parameters apart: least
    /// squares on the logarithm; null where there are fewer than five such updates.
    /// </summary>
    public double? Growth { get; } = GrowthOf(points, start);

    /// <summary>Whether the bound is smaller than the way that the parameters have come: a larger one would let anything pass.</summary>
    /// <param name="point">An update.</param>
    /// <returns>Whether it tells anything.</returns>
    public static bool IsTelling(TrajectoryPoint point) => point.Bound <= point.Travelled;

    /// <summary>Whether runs that differ in the last bits have drifted so far apart that not one digit of the way is common to them.</summary>
    /// <param name="i">Index of the update.</param>
    /// <returns>Whether they have.</returns>
    public bool HasNoDigitLeft(int i) => Reach[i] >= Points[i].Travelled / 10;

    private static bool IsBefore(TrajectoryPoint point, double start) =>
        point.ShadowDistances.Max() <= point.Bound + start && IsTelling(point);

    private static double? GrowthOf(IReadOnlyList<TrajectoryPoint> points, double start)
    {
        var growing = points
            .SkipWhile(point => IsBefore(point, start))
            .TakeWhile(point => point.ShadowDistances.Max() <= 0.01 * point.Norm)
            .Select(point => (X: (double)point.Update, Y: Math.Log(point.ShadowDistances.Max() / point.Norm)))
            .Where(point => double.IsFinite(point.Y))
            .ToList();
        if (growing.Count < 5)
            return null;
        var (x, y) = (growing.Average(point => point.X), growing.Average(point => point.Y));
        var slope =
            growing.Sum(point => (point.X - x) * (point.Y - y)) / growing.Sum(point => (point.X - x) * (point.X - x));
        return Math.Exp(slope);
    }

    private static double Widened(double[] distances)
    {
        var largest = distances.Max();
        return largest + (largest - distances.Min());
    }

    private static double[] Highest(IEnumerable<double> values)
    {
        double highest = 0;
        return [.. values.Select(value => highest = Math.Max(highest, value))];
    }
}
