namespace Compare.Homework.Audit;

/// <summary>What a claim asks of a loss, epoch by epoch; the first epoch is 1.</summary>
internal static class LossCurve
{
    /// <summary>The share of a loss that is gone after some epochs more.</summary>
    /// <param name="losses">One for each epoch.</param>
    /// <param name="from">An epoch.</param>
    /// <param name="to">A later epoch.</param>
    /// <returns>0 for a loss that stays, negative for one that rises.</returns>
    public static double Decrease(IReadOnlyList<double> losses, int from, int to) =>
        1 - losses[to - 1] / losses[from - 1];

    /// <summary>The epoch from which on a loss stays near its last value.</summary>
    /// <param name="losses">One for each epoch.</param>
    /// <param name="near">A relative distance.</param>
    /// <returns>An epoch.</returns>
    public static int StationaryFrom(IReadOnlyList<double> losses, double near)
    {
        var epoch = losses.Count;
        while (epoch > 1 && Math.Abs(losses[epoch - 2] / losses[^1] - 1) <= near)
            epoch--;
        return epoch;
    }

    /// <summary>In how many epochs after the first a loss is higher than in the one before.</summary>
    /// <param name="losses">One for each epoch.</param>
    public static int Rises(IReadOnlyList<double> losses) =>
        Enumerable.Range(1, losses.Count - 1).Count(epoch => losses[epoch] > losses[epoch - 1]);
}
