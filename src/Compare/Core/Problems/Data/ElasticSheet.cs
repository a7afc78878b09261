namespace Compare.Problems.Data;

/// <summary>A smooth random distortion of the plane: a uniform cubic B-spline over a coarse grid of random displacements.</summary>
/// <remarks>It covers [-0.4, 1.4] in both directions; beyond that a point moves as the nearest one inside.</remarks>
internal sealed class ElasticSheet
{
    private const double Start = -0.4;
    private const double Spacing = 0.36;
    private const int Cells = 5;
    private const int Knots = Cells + 3;

    private readonly double[] _dx = new double[Knots * Knots];
    private readonly double[] _dy = new double[Knots * Knots];

    /// <summary>Draws the displacements of the grid.</summary>
    /// <param name="random">Where they come from.</param>
    /// <param name="amplitude">Largest displacement of a grid point in either direction.</param>
    public ElasticSheet(RandomSource random, double amplitude)
    {
        for (var i = 0; i < _dx.Length; i++)
        {
            _dx[i] = amplitude * random.Triangular();
            _dy[i] = amplitude * random.Triangular();
        }
    }

    /// <summary>How far the sheet moves a point.</summary>
    /// <param name="x">To the right.</param>
    /// <param name="y">Down.</param>
    /// <returns>The displacement.</returns>
    public (double Dx, double Dy) Displacement(double x, double y)
    {
        Span<double> wx = stackalloc double[4],
            wy = stackalloc double[4];
        int column = Weights(x, wx),
            row = Weights(y, wy);
        double dx = 0,
            dy = 0;
        for (var i = 0; i < 4; i++)
        for (var j = 0; j < 4; j++)
        {
            var weight = wy[i] * wx[j];
            var knot = (row + i) * Knots + column + j;
            dx += weight * _dx[knot];
            dy += weight * _dy[knot];
        }
        return (dx, dy);
    }

    /// <summary>The four basis functions that are not zero at a coordinate, and the first knot they belong to.</summary>
    private static int Weights(double coordinate, Span<double> weights)
    {
        var u = Math.Clamp((coordinate - Start) / Spacing, 0, Cells);
        var cell = Math.Min((int)u, Cells - 1);
        var t = u - cell;
        var s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
        weights[2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
        weights[3] = t * t * t / 6;
        return cell;
    }
}
