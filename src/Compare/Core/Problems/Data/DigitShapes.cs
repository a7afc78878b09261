using System.Globalization;

namespace Compare.Problems.Data;

/// <summary>How each digit is written: for every class several ways, each a list of strokes through control points.</summary>
/// <remarks>
/// A way is written as text: strokes are separated by <c>/</c>, and a stroke is a list of points <c>x,y</c> in percent of the
/// digit's box, x to the right and y down, which a smooth curve passes in order. A point followed by <c>!</c> is a corner.
/// </remarks>
internal static class DigitShapes
{
    private static readonly string[][] Text =
    [
        [
            // A ring from the top, anticlockwise, that overshoots its start.
            "55,2 25,12 8,40 12,75 40,98 75,88 93,55 85,20 58,3 42,6",
            "48,3 18,20 5,50 18,82 48,98 80,84 95,50 82,18 50,2",
            // Left open at the top.
            "38,10 14,30 8,62 28,94 62,95 90,68 90,32 68,6 46,14",
            // Clockwise, closing with a tail inside.
            "30,12 60,2 88,22 95,58 74,94 38,97 10,70 8,36 32,8 58,18",
            // A narrow one.
            "52,2 30,18 20,50 30,84 52,98 72,82 80,48 70,16 50,2",
        ],
        [
            "50,0 50,50 50,100",
            "54,2 49,48 46,98",
            // With a flag.
            "28,24 50,3! 50,50 50,99",
            // With a flag and a foot.
            "30,22 52,2! 51,52 50,97 / 26,98 50,97 76,98",
            // Bent.
            "58,0 50,30 47,66 52,100",
        ],
        [
            // Rounded head, straight foot.
            "10,25 30,5 65,4 84,26 70,55 38,78 8,97! 50,95 92,96",
            // Loop at the lower left.
            "14,22 36,3 72,8 82,32 62,60 30,85 10,92 12,78 32,80 60,95 94,88",
            // Sharp: like a Z with a round head.
            "12,18 44,3 82,14 76,42 44,70 10,98! 52,97 90,98",
            // Wavy foot.
            "8,30 24,8 58,2 82,20 74,48 46,74 14,94! 36,84 64,97 95,86",
        ],
        [
            // Two round bellies.
            "12,14 42,2 76,12 78,34 42,47! 80,58 88,80 56,98 10,88",
            // Flat top with a sharp turn.
            "12,6 46,5 84,6! 62,26 44,42! 78,50 90,74 62,97 12,90",
            // Small loop at the waist.
            "16,16 48,2 78,20 62,42 36,48 46,42 78,60 82,84 46,99 8,84",
            // Flowing, no notch.
            "18,10 56,2 80,22 60,44 50,48 80,60 84,84 52,98 14,90",
        ],
        [
            // Open: a leg and a bar, then the stem.
            "34,2 26,28 12,54! 50,56 92,52 / 72,6 68,50 64,100",
            // Closed: a triangle, then the stem.
            "68,0 40,30 8,66! 52,66 96,64 / 68,0 67,50 66,100",
            // In one go, like a lightning.
            "30,4 20,30 16,52 44,58 74,46! / 80,4 74,50 68,100",
            // Straight open top.
            "18,4 16,30 18,52! 50,53 88,50 / 74,4 72,52 71,98",
        ],
        [
            // Neck, belly, and the hat last.
            "26,6 23,24 20,44! 50,36 82,50 86,76 58,97 12,90 / 26,6 56,6 88,3",
            // In one go from the hat's right end.
            "86,5 56,6 28,8! 24,26 22,44! 54,38 84,58 78,86 44,98 10,86",
            // Flowing S-like.
            "84,6 52,5 30,18 28,40 56,48 82,66 74,90 42,99 10,90",
            // Upright with a big belly.
            "30,4 26,40! 60,34 90,56 82,86 48,99 14,88 / 30,4 82,6",
        ],
        [
            // A long arc into a closed loop.
            "68,2 40,20 18,50 14,80 40,98 74,90 80,66 54,52 26,62 15,78",
            // Straight back.
            "56,0 34,34 18,70 34,96 66,96 82,76 66,57 38,60 20,76",
            // Large loop.
            "74,6 42,12 16,46 14,78 42,98 78,92 88,64 62,44 30,54 14,74",
            // Small tight loop.
            "50,0 34,30 26,64 34,94 58,97 70,80 58,66 38,72 29,84",
        ],
        [
            // Plain.
            "8,8 48,7 90,5! 66,44 46,98",
            // Crossed.
            "8,9 50,8 88,5! 64,46 42,98 / 34,50 60,48 84,48",
            // With a serif, curved leg.
            "10,22 14,7! 50,9 90,6! 60,40 48,70 46,99",
            // Rounded corner.
            "8,14 40,6 78,8 84,22 64,54 50,98",
        ],
        [
            // S first, then back up.
            "78,16 48,2 20,18 34,40 64,56 82,78 52,98 18,84 28,60 62,40 80,20",
            // Two rings, one above the other.
            "50,48 24,34 26,10 50,2 74,12 74,34 50,48 22,62 16,84 48,98 82,86 78,62 48,47",
            // Small head.
            "66,14 46,4 32,20 46,40 74,62 78,86 48,99 20,86 26,62 54,42 68,24 62,10",
            // Starting at the middle, open at the upper right.
            "82,10 52,4 24,16 30,38 60,54 80,76 60,97 26,94 20,70 46,50 84,18",
        ],
        [
            // A ring and a straight stem.
            "78,16 50,2 20,16 16,40 42,54 72,40 80,14! 77,56 72,100",
            // A curved tail.
            "76,20 54,3 24,12 18,38 44,50 70,36 78,14 80,50 68,84 30,98",
            // A closed ring, then a leaning stem.
            "74,28 52,46 24,40 20,16 46,2 72,10 74,28! 66,62 50,100",
            // A flat ring.
            "82,24 50,6 20,22 30,46 62,44 82,22! 76,60 74,98",
        ],
    ];

    private static readonly ControlPoint[][][][] Parsed =
    [
        .. Text.Select(ways => ways.Select(way => way.Split('/').Select(ParseStroke).ToArray()).ToArray()),
    ];

    /// <summary>The ways to write a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <returns>For each way its strokes, each with at least two points.</returns>
    public static ControlPoint[][][] Of(int digit) => Parsed[digit];

    private static ControlPoint[] ParseStroke(string stroke) =>
        [.. stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParsePoint)];

    private static ControlPoint ParsePoint(string point)
    {
        var comma = point.IndexOf(',', StringComparison.Ordinal);
        return new ControlPoint(
            int.Parse(point.AsSpan(0, comma), CultureInfo.InvariantCulture) / 100.0,
            int.Parse(point.AsSpan(comma + 1).TrimEnd('!'), CultureInfo.InvariantCulture) / 100.0,
            point.EndsWith('!')
        );
    }

    /// <summary>A point that the pen passes.</summary>
    /// <param name="X">To the right, in [0, 1].</param>
    /// <param name="Y">Down, in [0, 1].</param>
    /// <param name="IsCorner">Whether the pen may turn sharply here.</param>
    internal readonly record struct ControlPoint(double X, double Y, bool IsCorner);
}
