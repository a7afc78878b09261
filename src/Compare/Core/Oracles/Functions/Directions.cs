using Compare.Problems.Data;
using Compare.Reference.Numerics;

namespace Compare.Oracles.Functions;

/// <summary>
/// Finds the elements of a gradient that the function's values contradict, without differentiating by each: along a random direction all
/// elements count, and one that is contradicted is halved down to the elements that are to blame.
/// </summary>
/// <remarks>
/// An element moves by its own size, up or down at random. Wrong elements whose errors cancel along one direction do not along most others.
/// What is found is a suspicion; the element itself has to be looked at.
/// </remarks>
/// <param name="function">The function; must not change its argument.</param>
/// <param name="point">Where; moved and put back.</param>
/// <param name="argument">The number of the argument.</param>
/// <param name="scales">For each of its elements the size by which it moves.</param>
/// <param name="center">The function's value there.</param>
/// <param name="noise">The error of its values.</param>
/// <param name="claimed">The gradient in question, by this argument.</param>
internal sealed class Directions(
    Func<double[][], double> function,
    double[][] point,
    int argument,
    double[] scales,
    double center,
    double noise,
    double[] claimed
)
{
    /// <summary>The number of directions.</summary>
    public const int Count = 4;

    private const int MostSuspects = 8;

    /// <summary>The elements that are to blame.</summary>
    /// <returns>Their indices, some of them where there are many; none if nothing contradicts the gradient.</returns>
    public IReadOnlyCollection<int> Suspects()
    {
        // What is no number needs no direction.
        HashSet<int> suspects =
        [
            .. Enumerable.Range(0, claimed.Length).Where(i => !double.IsFinite(claimed[i])).Take(MostSuspects),
        ];
        var random = new RandomSource(1);
        for (var n = 0; n < Count && suspects.Count == 0; n++)
        {
            double[] direction = [.. scales.Select(scale => random.NextBool() ? scale : -scale)];
            Search(direction, 0, claimed.Length, suspects);
        }
        return suspects;
    }

    private void Search(double[] direction, int from, int to, HashSet<int> suspects)
    {
        if (suspects.Count >= MostSuspects || !IsContradicted(direction, from, to))
            return;
        if (to - from == 1)
        {
            suspects.Add(from);
            return;
        }
        var middle = (from + to) / 2;
        Search(direction, from, middle, suspects);
        Search(direction, middle, to, suspects);
    }

    /// <summary>Whether the slope along a part of a direction is not what the gradient says.</summary>
    private bool IsContradicted(double[] direction, int from, int to)
    {
        var values = point[argument];
        var origin = values[from..to];
        double expected = 0,
            rounding = 0;
        for (var i = from; i < to; i++)
        {
            expected += claimed[i] * direction[i];
            // Moved elements are rounded, up and down alike.
            rounding += Math.Abs(claimed[i] * direction[i]);
        }
        rounding *= Binary64.UnitRoundoff;
        var slope = NumericalSlope.Of(
            distance =>
            {
                for (var i = from; i < to; i++)
                    values[i] = origin[i - from] + distance * direction[i];
                return (function(point), distance);
            },
            0.25,
            center,
            noise + rounding
        );
        origin.CopyTo(values, from);
        return Math.Abs(slope.Value - expected) > slope.Error + rounding;
    }
}
