using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>How fast the parameters of two runs drift apart.</summary>
/// <param name="Factor">By how much their distance grows from update to update, the geometric mean; NaN where too few updates differ.</param>
/// <param name="Horizon">The first update at which they are further apart than updates that amplify nothing could bring them; null for none.</param>
internal sealed record RunGrowth(double Factor, long? Horizon)
{
    /// <summary>Relative distance from which on two runs have nothing in common but their statistics.</summary>
    private const double Apart = 0.01;

    /// <summary>In words.</summary>
    public string Words =>
        (double.IsNaN(Factor) ? "over too few updates to tell a factor" : $"{Numbers.Text(Factor)} times per update")
        + (
            Horizon is { } horizon
                ? FormattableString.Invariant($", more than plain sums of roundings from update {horizon} on")
                : ""
        );

    /// <summary>The relative distance of all parameters at each update; 0 where nothing differs.</summary>
    /// <param name="reading">The runs.</param>
    /// <param name="places">All differences.</param>
    /// <returns>One number for each update.</returns>
    public static double[] Distances(RunReading reading, IReadOnlyList<RunPlace> places)
    {
        var hasParameters = places.Any(place => place.Pair.A.Kind == RecordedKind.Parameter);
        var distances = new double[reading.Updates.Count];
        foreach (var place in places)
            if (!hasParameters || place.Pair.A.Kind == RecordedKind.Parameter)
                distances[place.Index] = Math.Max(distances[place.Index], place.Difference.Relative);
        return distances;
    }

    /// <summary>Measures.</summary>
    /// <param name="reading">The runs.</param>
    /// <param name="places">All differences.</param>
    /// <returns>The growth.</returns>
    public static RunGrowth Of(RunReading reading, IReadOnlyList<RunPlace> places)
    {
        var distances = Distances(reading, places);
        var roundoff = places.Max(place => place.Difference.Roundoff);
        // From the first difference to where the runs have parted.
        var first = Array.FindIndex(distances, distance => distance > 0);
        var last = Array.FindIndex(distances, distance => distance > Apart);
        if (last < 0)
            last = distances.Length - 1;
        var factor =
            first >= 0 && last > first + 1
                ? Math.Pow(distances[last] / distances[first], 1.0 / (last - first))
                : double.NaN;
        long? horizon = null;
        for (var t = Math.Max(first, 0); t < distances.Length && horizon is null; t++)
            if (first >= 0 && distances[t] > 4 * roundoff * (t - first + 1))
                horizon = reading.Updates[t];
        return new RunGrowth(factor, horizon);
    }
}
