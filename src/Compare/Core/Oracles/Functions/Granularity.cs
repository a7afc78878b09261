using Compare.Problems.Data;

namespace Compare.Oracles.Functions;

/// <summary>How exact the values of a function are: from its values at neighbouring points, which a smooth function would join.</summary>
/// <remarks>
/// More and Wild (2011), "Estimating computational noise": differences of order k of values at equal distances leave nothing of a smooth
/// function and all of its noise; that orders in a row agree tells that what is left is noise. Where values repeat, the distance is too
/// small for the function's steps and is raised.
/// </remarks>
/// <param name="Noise">The standard deviation of the errors of the values; 0 where none was found.</param>
/// <param name="IsRandom">Whether the function gives two values at one point.</param>
internal sealed record Granularity(double Noise, bool IsRandom)
{
    private const int Points = 9;
    private const int Attempts = 22;

    private const double Growth = 4;

    /// <summary>What orders in a row may differ by and still agree.</summary>
    private const double Agreement = 4;

    /// <summary>Measures a function around a point.</summary>
    /// <param name="function">The function.</param>
    /// <param name="point">Where.</param>
    /// <returns>What was found.</returns>
    public static Granularity Of(Func<double[][], double> function, double[][] point)
    {
        var (first, second) = (function(Copy(point)), function(Copy(point)));
        if (first != second && !(double.IsNaN(first) && double.IsNaN(second)))
            return new Granularity(Math.Abs(first - second), IsRandom: true);
        var random = new RandomSource(1);
        double[][] direction =
        [
            .. point.Select(values =>
                values
                    .Select(x => (x == 0 ? 1 : Math.Abs(x)) * (1 + random.NextDouble()) * (random.NextBool() ? 1 : -1))
                    .ToArray()
            ),
        ];
        var step = 1e-13;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var values = new double[Points];
            for (var i = 0; i < Points; i++)
                values[i] = function(Moved(point, direction, (i - Points / 2) * step));
            if (!Array.TrueForAll(values, double.IsFinite))
                return new Granularity(0, IsRandom: false);
            var size = values.Max(Math.Abs);
            var (noise, isTooSmall) = Noise9(values);
            if (isTooSmall && LargestJump(values) is > 0 and var jump)
                // A staircase: between its steps nothing moves.
                return new Granularity(jump / Math.Sqrt(12), IsRandom: false);
            if (isTooSmall)
            {
                step *= Growth;
                continue;
            }
            if (noise is { } found)
                return new Granularity(found, IsRandom: false);
            if (values.Max() - values.Min() > 0.1 * size)
                break;
            step *= Growth;
        }
        return new Granularity(0, IsRandom: false);
    }

    private static double LargestJump(double[] values)
    {
        var largest = 0.0;
        for (var i = 1; i < values.Length; i++)
            largest = Math.Max(largest, Math.Abs(values[i] - values[i - 1]));
        return largest;
    }

    /// <summary>The noise of values at equal distances; null where the differences do not tell it.</summary>
    private static (double? Noise, bool IsTooSmall) Noise9(double[] values)
    {
        var table = (double[])values.Clone();
        var (levels, changes) = (new double[Points - 1], new bool[Points - 1]);
        var gamma = 1.0;
        for (var k = 1; k < Points; k++)
        {
            for (var i = 0; i < Points - k; i++)
                table[i] = table[i + 1] - table[i];
            var rest = table.AsSpan(0, Points - k);
            if (k == 1)
            {
                var same = 0;
                foreach (var difference in rest)
                    same += difference == 0 ? 1 : 0;
                if (same >= Points / 2)
                    return (null, true);
            }
            gamma *= 0.5 * k / (2 * k - 1);
            double squares = 0;
            var (isUp, isDown) = (false, false);
            foreach (var difference in rest)
            {
                squares += difference * difference;
                isUp |= difference > 0;
                isDown |= difference < 0;
            }
            levels[k - 1] = Math.Sqrt(gamma * squares / rest.Length);
            changes[k - 1] = isUp && isDown;
        }
        for (var k = 0; k < Points - 4; k++)
        {
            var (least, most) = (
                Math.Min(levels[k], Math.Min(levels[k + 1], levels[k + 2])),
                Math.Max(levels[k], Math.Max(levels[k + 1], levels[k + 2]))
            );
            if (most <= Agreement * least && changes[k])
                return (levels[k], false);
        }
        return (null, false);
    }

    private static double[][] Moved(double[][] point, double[][] direction, double distance) =>
        [.. point.Zip(direction, (values, along) => values.Zip(along, (x, d) => x + distance * d).ToArray())];

    private static double[][] Copy(double[][] point) => [.. point.Select(values => (double[])values.Clone())];
}
