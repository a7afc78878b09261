namespace Compare.Faults.Updates;

/// <summary>Nonlinear least squares for a few unknowns: Levenberg's and Marquardt's damped Gauss-Newton method.</summary>
/// <remarks>
/// Derivatives are central differences; the linear problems are solved by Householder reflections, so that the condition of the
/// problem is not squared. The residuals are expected in units of their own noise: once none is left to explain, it stops.
/// Source: More, The Levenberg-Marquardt algorithm, 1978.
/// </remarks>
internal static class LeastSquares
{
    /// <summary>Steps after which nothing more is expected.</summary>
    public const int MostSteps = 80;

    /// <summary>A step that gains less is the last; after many steps, also one that gains little.</summary>
    private const double LeastGain = 1e-6;
    private const double LittleGain = 1e-3;
    private const int ManySteps = 20;

    private const double MostDamping = 1e12;

    /// <summary>Minimises the sum of squares.</summary>
    /// <param name="residuals">Residuals at a point, always as many; NaN or infinite where the model has no value.</param>
    /// <param name="start">Where to begin, p unknowns.</param>
    /// <param name="differences">For each unknown the step of its central difference.</param>
    /// <param name="clamp">Brings an unknown back into its range.</param>
    /// <param name="steps">Most steps.</param>
    /// <returns>The best point seen, and its sum of squares; infinite if even the start has no value.</returns>
    public static (double[] Point, double Sum) Minimise(
        Func<double[], double[]> residuals,
        double[] start,
        double[] differences,
        Func<int, double, double> clamp,
        int steps = MostSteps
    )
    {
        var point = (double[])start.Clone();
        var at = residuals(point);
        var sum = SumOfSquares(at);
        if (start.Length == 0 || !double.IsFinite(sum))
            return (point, sum);
        var damping = 1e-3;
        for (var step = 0; step < steps && damping < MostDamping; step++)
        {
            var jacobian = Jacobian(residuals, point, differences, clamp);
            if (jacobian is null)
                break;
            var reduced = Reduce(jacobian, at);
            var improved = false;
            while (!improved && damping < MostDamping)
            {
                var change = Solve(reduced, damping);
                var next = point.Select((x, i) => clamp(i, x - change[i])).ToArray();
                var there = residuals(next);
                var sumThere = SumOfSquares(there);
                improved = sumThere < sum;
                if (!improved)
                {
                    damping *= 8;
                    continue;
                }
                var gain = 1 - sumThere / sum;
                (point, at, sum, damping) = (next, there, sumThere, damping / 8);
                if (gain < (step < ManySteps ? LeastGain : LittleGain))
                    return (point, sum);
            }
        }
        return (point, sum);
    }

    private static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
            sum += value * value;
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }

    /// <summary>Columns of derivatives; null where the model has no value beside the point.</summary>
    private static double[][]? Jacobian(
        Func<double[], double[]> residuals,
        double[] point,
        double[] differences,
        Func<int, double, double> clamp
    )
    {
        var columns = new double[point.Length][];
        for (var k = 0; k < point.Length; k++)
        {
            double[] right = [.. point],
                left = [.. point];
            right[k] = clamp(k, point[k] + differences[k]);
            left[k] = clamp(k, point[k] - differences[k]);
            double[] up = residuals(right),
                down = residuals(left);
            for (var i = 0; i < up.Length; i++)
                up[i] = (up[i] - down[i]) / (right[k] - left[k]);
            if (!double.IsFinite(SumOfSquares(up)))
                return null;
            columns[k] = up;
        }
        return columns;
    }

    /// <summary>The problem |J x - r|^2 with as many rows as unknowns, to which damping can be added at little cost.</summary>
    /// <param name="Columns">J with columns of norm one, times an orthogonal matrix: upper triangular, p columns of p.</param>
    /// <param name="Right">r times the same, p.</param>
    /// <param name="Norms">What the columns were divided by, p; 0 for a column of zeros.</param>
    private sealed record Reduced(double[][] Columns, double[] Right, double[] Norms);

    private static Reduced Reduce(double[][] jacobian, double[] r)
    {
        var p = jacobian.Length;
        var norms = Array.ConvertAll(jacobian, column => Math.Sqrt(SumOfSquares(column)));
        for (var k = 0; k < p; k++)
            if (norms[k] > 0)
                foreach (ref var value in jacobian[k].AsSpan())
                    value /= norms[k];
        var right = new double[Math.Max(r.Length, p)];
        r.CopyTo(right, 0);
        // With fewer rows than unknowns there is nothing to reduce, and zeros make up for them.
        var columns = Array.ConvertAll(
            jacobian,
            column => column.Length < p ? [.. column, .. new double[p - column.Length]] : column
        );
        var diagonal = Triangularise(columns, right);
        return new Reduced(
            [.. columns.Select((column, k) => (double[])[.. column[..k], diagonal[k], .. new double[p - k - 1]])],
            right[..p],
            norms
        );
    }

    /// <summary>The x that minimises |J x - r|^2 + damping |D x|^2, D the norms of the columns of J.</summary>
    private static double[] Solve(Reduced reduced, double damping)
    {
        var p = reduced.Right.Length;
        var columns = reduced
            .Columns.Select(
                (column, k) =>
                {
                    double[] damped = [.. column, .. new double[p]];
                    damped[p + k] = Math.Sqrt(damping);
                    return damped;
                }
            )
            .ToArray();
        double[] right = [.. reduced.Right, .. new double[p]];
        var diagonal = Triangularise(columns, right);
        var x = new double[p];
        for (var k = p - 1; k >= 0; k--)
        {
            var rest = right[k];
            for (var j = k + 1; j < p; j++)
                rest -= columns[j][k] * x[j];
            x[k] = rest / diagonal[k];
        }
        for (var k = 0; k < p; k++)
            x[k] *= reduced.Norms[k] > 0 ? 1 / reduced.Norms[k] : 0;
        return x;
    }

    /// <summary>Makes columns upper triangular by Householder reflections, applied to the right side as well.</summary>
    /// <returns>The diagonal; what is above it stands in the columns.</returns>
    private static double[] Triangularise(double[][] columns, double[] right)
    {
        var diagonal = new double[columns.Length];
        for (var k = 0; k < columns.Length; k++)
        {
            var v = columns[k];
            var norm = Math.Sqrt(SumOfSquares(v.AsSpan(k)));
            diagonal[k] = v[k] > 0 ? -norm : norm;
            v[k] -= diagonal[k];
            // v' v = 2 norm |v_k|.
            var half = norm * Math.Abs(v[k]);
            if (half == 0)
                continue;
            for (var j = k + 1; j < columns.Length; j++)
                Reflect(v, k, half, columns[j]);
            Reflect(v, k, half, right);
        }
        return diagonal;
    }

    private static void Reflect(double[] v, int from, double half, double[] y)
    {
        double product = 0;
        for (var i = from; i < v.Length; i++)
            product += v[i] * y[i];
        product /= half;
        for (var i = from; i < v.Length; i++)
            y[i] -= product * v[i];
    }
}
