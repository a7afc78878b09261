namespace Compare.Faults.Graphs;

/// <summary>Vectors that are near each other: equal, proportional, or combinations of others, as far as a first look tells.</summary>
/// <param name="Deviation">What is let pass, in the max norm relative to the first of them.</param>
internal readonly record struct Nearness(double Deviation)
{
    /// <summary>Relative difference of vectors that are the same but for rounding in double.</summary>
    private const double Rounding = 1e-12;

    /// <summary>A determinant below this, relative to the product of its diagonal, tells nothing.</summary>
    private const double Singular = 1e-9;

    /// <summary>Whether a vector is near another.</summary>
    /// <param name="found">The vector.</param>
    /// <param name="values">The other.</param>
    /// <returns>Whether it is.</returns>
    public bool IsNear(double[] found, double[] values)
    {
        var allowed = Deviation * Largest(found);
        for (var i = 0; i < found.Length; i++)
            if (!(Math.Abs(found[i] - values[i]) <= allowed))
                return false;
        return true;
    }

    /// <summary>Whether a vector is near a multiple of another.</summary>
    /// <param name="rest">The vector.</param>
    /// <param name="values">The other.</param>
    /// <returns>Whether it is.</returns>
    public bool IsMultiple(double[] rest, double[] values)
    {
        double along = 0,
            norm = 0;
        for (var i = 0; i < rest.Length; i++)
            (along, norm) = (along + rest[i] * values[i], norm + values[i] * values[i]);
        return norm > 0 && IsNear(rest, [.. values.Select(x => along / norm * x)]);
    }

    /// <summary>The factor of a share that leads from one gradient to another; null where none does.</summary>
    /// <param name="found">The gradient to arrive at.</param>
    /// <param name="from">The gradient to begin with.</param>
    /// <param name="share">The share.</param>
    /// <returns>1 for no change.</returns>
    public double? Factor(double[] found, double[] from, double[] share)
    {
        double along = 0,
            norm = 0;
        for (var i = 0; i < found.Length; i++)
            (along, norm) = (along + (found[i] - from[i]) * share[i], norm + share[i] * share[i]);
        var change = along / norm;
        return IsNear(found, [.. from.Zip(share, (x, s) => x + change * s)]) ? 1 + change : null;
    }

    /// <summary>The factors with which two vectors add up to a third; null where none do, or many.</summary>
    /// <param name="sum">The third.</param>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>Both factors.</returns>
    public (double First, double Second)? Combination(double[] sum, double[] first, double[] second)
    {
        double aa = 0,
            ab = 0,
            bb = 0,
            ax = 0,
            bx = 0;
        for (var i = 0; i < sum.Length; i++)
        {
            var (a, b, x) = (first[i], second[i], sum[i]);
            (aa, ab, bb, ax, bx) = (aa + a * a, ab + a * b, bb + b * b, ax + a * x, bx + b * x);
        }
        var determinant = aa * bb - ab * ab;
        if (!(determinant > Singular * aa * bb))
            return null;
        var (one, other) = ((ax * bb - bx * ab) / determinant, (bx * aa - ax * ab) / determinant);
        return IsNear(sum, [.. sum.Select((_, i) => one * first[i] + other * second[i])]) ? (one, other) : null;
    }

    /// <summary>The max norm.</summary>
    /// <param name="values">A vector.</param>
    /// <returns>0 for one without elements.</returns>
    public static double Largest(double[] values) => values.Length == 0 ? 0 : values.Max(Math.Abs);

    /// <summary>Whether two vectors are the same but for rounding.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <returns>Whether they are.</returns>
    public static bool IsSame(double[] a, double[] b)
    {
        var allowed = Rounding * Math.Max(Largest(a), Largest(b));
        for (var i = 0; i < a.Length; i++)
            if (!(Math.Abs(a[i] - b[i]) <= allowed))
                return false;
        return true;
    }
}
