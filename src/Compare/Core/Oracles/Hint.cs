using System.Globalization;
using Compare.Problems;

namespace Compare.Oracles;

/// <summary>The strongest thing that can be said about a difference without knowing its cause.</summary>
internal static class Hint
{
    /// <summary>Describes how the first tensor differs from the second.</summary>
    /// <param name="a">The first side's name and tensor.</param>
    /// <param name="b">The second side's name and tensor, of the same shape.</param>
    /// <param name="allowed">The error allowed at each element.</param>
    /// <returns>One sentence: a constant factor if there is one, otherwise which elements are right.</returns>
    public static string For((string Side, NamedArray Tensor) a, (string Side, NamedArray Tensor) b, double[] allowed)
    {
        double[] x = a.Tensor.Values,
            y = b.Tensor.Values;
        if (x.Any(v => !double.IsFinite(v)) || y.Any(v => !double.IsFinite(v)))
            return $"{NotFinite(x)} values of {a.Side} and {NotFinite(y)} of {b.Side} are not finite";
        if (x.All(v => v == 0))
            return $"{a.Side} gives zeros only";
        if (y.All(v => v == 0))
            return $"{b.Side} gives zeros only";
        if (x.Length > 1 && Factor(x, y, allowed) is { } factor)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{a.Side} is {factor:G6} times {b.Side} throughout: a sign or a constant factor"
            );
        var right = Enumerable.Range(0, x.Length).Count(i => Math.Abs(x[i] - y[i]) <= allowed[i]);
        var rows = Enumerable
            .Range(0, a.Tensor.Rows)
            .Count(row =>
                Enumerable.Range(row * a.Tensor.Columns, a.Tensor.Columns).All(i => Math.Abs(x[i] - y[i]) <= allowed[i])
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"no constant factor; {right} of {x.Length} elements and {rows} of {a.Tensor.Rows} rows are within their bound{Places(a.Tensor, i => Math.Abs(x[i] - y[i]) <= allowed[i])}, correlation {Correlation(x, y):0.0000}"
        );
    }

    /// <summary>Where all that is wrong lies, if it is in a few rows or columns.</summary>
    private static string Places(NamedArray tensor, Func<int, bool> isRight)
    {
        const int few = 3;
        var wrong = Enumerable.Range(0, tensor.Values.Length).Where(i => !isRight(i)).ToList();
        var rows = wrong.Select(i => i / tensor.Columns).Distinct().ToList();
        var columns = wrong.Select(i => i % tensor.Columns).Distinct().Order().ToList();
        string In(string word, List<int> places) =>
            $", the others lie in {word}{(places.Count > 1 ? "s" : "")} {string.Join(", ", places)}";
        return wrong.Count == 0 || Math.Min(rows.Count, columns.Count) > few ? ""
            : wrong.Count == 1 ? $", the other is {tensor.NameOf(wrong[0])}"
            : rows.Count < tensor.Rows && rows.Count <= few ? In("row", rows)
            : columns.Count < tensor.Columns ? In("column", columns)
            : "";
    }

    /// <summary>The factor c for which x = c y to within the bounds, if there is one.</summary>
    private static double? Factor(double[] x, double[] y, double[] allowed)
    {
        var largest = 0;
        for (var i = 1; i < y.Length; i++)
            if (Math.Abs(y[i]) > Math.Abs(y[largest]))
                largest = i;
        var factor = x[largest] / y[largest];
        var uncertainty = allowed[largest] / Math.Abs(y[largest]);
        for (var i = 0; i < x.Length; i++)
            if (
                !(
                    Math.Abs(x[i] - factor * y[i])
                    <= (1 + Math.Abs(factor)) * (allowed[i] + uncertainty * Math.Abs(y[i]))
                )
            )
                return null;
        return factor;
    }

    private static double Correlation(double[] x, double[] y)
    {
        double xy = 0,
            xx = 0,
            yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }
        return xy / (Math.Sqrt(xx) * Math.Sqrt(yy));
    }

    private static int NotFinite(double[] values) => values.Count(value => !double.IsFinite(value));
}
