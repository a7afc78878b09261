using static Compare.Problems.Data.DigitShapes;

namespace Compare.Problems.Data;

/// <summary>Moves the pen over one digit: a random way of writing it, unsteady, bent, turned, slanted and fitted to the image.</summary>
/// <remarks>Only + - * / and comparisons, which IEEE 754 rounds the same way on every platform.</remarks>
/// <param name="random">The digit's own stream.</param>
internal sealed class Handwriting(RandomSource random)
{
    private const int StepsPerSpan = 6;
    private const double BoxSide = 20;
    private const double Centre = Digits.Side / 2.0;

    private readonly List<PenPoint> _path = [];
    private readonly ElasticSheet _sheet = new(random, amplitude: random.Between(0.06, 0.24));

    /// <summary>Where the pen goes.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <returns>The path in pixels; strokes follow one another.</returns>
    public List<PenPoint> Write(int digit)
    {
        var ways = Of(digit);
        var unsteadiness = random.Between(0.03, 0.13);
        foreach (var stroke in ways[random.NextInt(ways.Length)])
            Follow(stroke, unsteadiness);
        Turn();
        Fit();
        return _path;
    }

    /// <summary>A Catmull-Rom curve through the displaced points of a stroke, restarted at every corner.</summary>
    private void Follow(ControlPoint[] stroke, double unsteadiness)
    {
        var knots = new PenPoint[stroke.Length];
        for (var i = 0; i < knots.Length; i++)
            knots[i] = new PenPoint(
                stroke[i].X + unsteadiness * random.Triangular(),
                stroke[i].Y + unsteadiness * random.Triangular(),
                1 + 0.35 * random.Triangular(),
                StartsStroke: false
            );
        Add(knots[0] with { StartsStroke = true });
        for (int i = 0, start = 0; i + 1 < knots.Length; i++)
        {
            if (stroke[i].IsCorner)
                start = i;
            PenPoint p1 = knots[i],
                p2 = knots[i + 1];
            // Beyond an end or a corner the curve goes on straight.
            var p0 = i > start ? knots[i - 1] : Beyond(p1, p2);
            var p3 = i + 2 < knots.Length && !stroke[i + 1].IsCorner ? knots[i + 2] : Beyond(p2, p1);
            for (var step = 1; step <= StepsPerSpan; step++)
            {
                var t = step / (double)StepsPerSpan;
                Add(
                    new PenPoint(
                        CatmullRom(p0.X, p1.X, p2.X, p3.X, t),
                        CatmullRom(p0.Y, p1.Y, p2.Y, p3.Y, t),
                        p1.Radius + (p2.Radius - p1.Radius) * t,
                        StartsStroke: false
                    )
                );
            }
        }
    }

    private static PenPoint Beyond(PenPoint end, PenPoint before) =>
        end with
        {
            X = 2 * end.X - before.X,
            Y = 2 * end.Y - before.Y,
        };

    private static double CatmullRom(double p0, double p1, double p2, double p3, double t)
    {
        var a = 3 * (p1 - p2) + p3 - p0;
        var b = 2 * p0 - 5 * p1 + 4 * p2 - p3;
        return p1 + 0.5 * t * (p2 - p0 + t * (b + t * a));
    }

    private void Add(PenPoint point)
    {
        var (dx, dy) = _sheet.Displacement(point.X, point.Y);
        _path.Add(point with { X = point.X + dx, Y = point.Y + dy });
    }

    /// <summary>Width, slant and rotation about the middle of the box.</summary>
    private void Turn()
    {
        var width = random.Between(0.6, 1.1);
        var slant = 0.12 + 0.55 * random.Triangular();
        // tan of half the angle; gives cosine and sine without a trigonometric function. Within 16 degrees.
        var h = 0.14 * random.Triangular();
        double cos = (1 - h * h) / (1 + h * h),
            sin = 2 * h / (1 + h * h);
        for (var i = 0; i < _path.Count; i++)
        {
            var y = _path[i].Y - 0.5;
            var x = width * (_path[i].X - 0.5) - slant * y;
            _path[i] = _path[i] with { X = cos * x - sin * y, Y = sin * x + cos * y };
        }
    }

    /// <summary>Scales the longer side to about 20 pixels and puts the centre of mass near the middle, as in MNIST.</summary>
    private void Fit()
    {
        var radius = random.Between(0.7, 1.25) + random.Between(0, 0.65);
        double left = _path[0].X,
            right = left,
            top = _path[0].Y,
            bottom = top;
        double length = 0,
            sumX = 0,
            sumY = 0;
        for (var i = 0; i < _path.Count; i++)
        {
            var p = _path[i];
            left = Math.Min(left, p.X);
            right = Math.Max(right, p.X);
            top = Math.Min(top, p.Y);
            bottom = Math.Max(bottom, p.Y);
            if (p.StartsStroke)
                continue;
            var q = _path[i - 1];
            var weight = Math.Sqrt((p.X - q.X) * (p.X - q.X) + (p.Y - q.Y) * (p.Y - q.Y));
            length += weight;
            sumX += weight * (p.X + q.X) / 2;
            sumY += weight * (p.Y + q.Y) / 2;
        }
        var side = BoxSide + random.Triangular() - 2 * radius;
        var scale = side / Math.Max(right - left, bottom - top);
        var shiftX = Centre + 1.5 * random.Triangular() - scale * sumX / length;
        var shiftY = Centre + 1.5 * random.Triangular() - scale * sumY / length;
        for (var i = 0; i < _path.Count; i++)
            _path[i] = _path[i] with
            {
                X = scale * _path[i].X + shiftX,
                Y = scale * _path[i].Y + shiftY,
                Radius = radius * _path[i].Radius,
            };
    }
}
