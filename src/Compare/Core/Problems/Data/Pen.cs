namespace Compare.Problems.Data;

/// <summary>Draws a path with a round, soft pen into an image of bytes.</summary>
/// <remarks>Only + - * / and the square root, which IEEE 754 rounds the same way on every platform.</remarks>
/// <param name="softness">Width of the grey edge in pixels.</param>
/// <param name="ink">Brightness of the middle of the line, 0 to 255.</param>
internal sealed class Pen(double softness, double ink)
{
    private const int Side = Digits.Side;

    /// <summary>Draws.</summary>
    /// <param name="path">The path in pixels; pixel (row, column) is the unit square whose corner is (x = column, y = row).</param>
    /// <param name="image">Shape (28 x 28); overwritten. What lies outside is cut off.</param>
    public void Draw(List<PenPoint> path, Span<byte> image)
    {
        // How far inside the line a pixel's middle lies.
        Span<double> depth = stackalloc double[Side * Side];
        depth.Fill(-softness);
        for (var i = 1; i < path.Count; i++)
            if (!path[i].StartsStroke)
                Draw(path[i - 1], path[i], depth);
        for (var i = 0; i < depth.Length; i++)
        {
            var t = Math.Clamp(depth[i] / softness + 0.5, 0, 1);
            image[i] = (byte)(ink * (t * t * (3 - 2 * t)) + 0.5);
        }
    }

    private void Draw(PenPoint a, PenPoint b, Span<double> depth)
    {
        var reach = Math.Max(a.Radius, b.Radius) + softness / 2;
        int left = First(Math.Min(a.X, b.X) - reach),
            right = Last(Math.Max(a.X, b.X) + reach),
            top = First(Math.Min(a.Y, b.Y) - reach),
            bottom = Last(Math.Max(a.Y, b.Y) + reach);
        double dx = b.X - a.X,
            dy = b.Y - a.Y;
        var squaredLength = dx * dx + dy * dy;
        for (var row = top; row <= bottom; row++)
        for (var column = left; column <= right; column++)
        {
            double x = column + 0.5 - a.X,
                y = row + 0.5 - a.Y;
            var t = squaredLength > 0 ? Math.Clamp((x * dx + y * dy) / squaredLength, 0, 1) : 0;
            x -= t * dx;
            y -= t * dy;
            var inside = a.Radius + t * (b.Radius - a.Radius) - Math.Sqrt(x * x + y * y);
            if (inside > depth[row * Side + column])
                depth[row * Side + column] = inside;
        }
    }

    /// <summary>The first pixel whose middle is not before a coordinate.</summary>
    private static int First(double coordinate) => (int)Math.Clamp(Math.Ceiling(coordinate - 0.5), 0, Side);

    /// <summary>The last pixel whose middle is not behind a coordinate.</summary>
    private static int Last(double coordinate) => (int)Math.Clamp(Math.Floor(coordinate - 0.5), -1, Side - 1);
}
