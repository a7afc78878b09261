using System.Globalization;
using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles;

/// <summary>Compares tensors element by element against derived bounds.</summary>
internal static class Comparison
{
    /// <summary>Compares two sides with each other: each may be one bound away from the exact value.</summary>
    /// <param name="finding">Key and subject, to be completed.</param>
    /// <param name="a">The first side's name and tensor.</param>
    /// <param name="b">The second side's name and tensor.</param>
    /// <param name="judged">The exact values and the bounds.</param>
    /// <returns>The completed finding.</returns>
    public static Finding OfSides(
        FindingHead finding,
        (string Side, NamedArray Tensor) a,
        (string Side, NamedArray Tensor) b,
        JudgedTensor judged
    )
    {
        if ((Misshapen(a, judged) ?? Misshapen(b, judged)) is { } cause)
            return finding.Disagrees(Cause.Shape(cause));
        return Conclude(
            finding,
            judged,
            i => Distance(a.Tensor.Values[i], b.Tensor.Values[i]),
            i => 2 * judged.Bounds[i],
            i => [new(a.Side, a.Tensor.Values[i]), new(b.Side, b.Tensor.Values[i])],
            allowed => Hint.For(a, b, allowed)
        );
    }

    /// <summary>Compares one side with the judge.</summary>
    /// <param name="finding">Key and subject, to be completed.</param>
    /// <param name="a">The side's name and tensor.</param>
    /// <param name="judged">The exact values and the bounds.</param>
    /// <returns>The completed finding; its note has the largest error relative to the largest value.</returns>
    public static Finding WithJudge(FindingHead finding, (string Side, NamedArray Tensor) a, JudgedTensor judged)
    {
        if (Misshapen(a, judged) is { } cause)
            return finding.Disagrees(Cause.Shape(cause));
        var exact = new NamedArray(judged.Name, judged.Rows, judged.Columns, [.. judged.Values.Select(v => v.Hi)]);
        var completed = Conclude(
            finding,
            judged,
            i => Distance(a.Tensor.Values[i], judged.Values[i]),
            i => judged.Bounds[i] * (1 + JudgedTensor.JudgeError),
            i => [new(a.Side, a.Tensor.Values[i]), new("judge", judged.Values[i].Hi)],
            allowed => Hint.For(a, ("the judge", exact), allowed)
        );
        var relative = RelativeError(a.Tensor, judged);
        return completed.Noting(
            string.Create(CultureInfo.InvariantCulture, $"{a.Side}: relative error in the max norm {relative:0.0e+00}")
        );
    }

    /// <summary>The largest error of a tensor over the largest magnitude of the exact one.</summary>
    /// <param name="tensor">Computed values.</param>
    /// <param name="judged">Exact values, of the same shape.</param>
    /// <returns>A ratio; NaN if both are zero.</returns>
    public static double RelativeError(NamedArray tensor, JudgedTensor judged)
    {
        double error = 0;
        double magnitude = 0;
        for (var i = 0; i < judged.Values.Length; i++)
        {
            error = Math.Max(error, Distance(tensor.Values[i], judged.Values[i]));
            magnitude = Math.Max(magnitude, Math.Abs(judged.Values[i].Hi));
        }
        return error / magnitude;
    }

    private static Finding Conclude(
        FindingHead finding,
        JudgedTensor judged,
        Func<int, double> error,
        Func<int, double> allowed,
        Func<int, NamedValue[]> values,
        Func<double[], string> hint
    )
    {
        var tensor = new NamedArray(judged.Name, judged.Rows, judged.Columns, new double[judged.Values.Length]);
        var bounds = new double[judged.Values.Length];
        var tally = new Tally();
        for (var i = 0; i < bounds.Length; i++)
        {
            var index = i;
            bounds[i] = allowed(i);
            if (judged.IsInformative(i, bounds[i]))
                tally.CouldHaveFailed();
            tally.Add(error(i), bounds[i], () => tensor.At(index) with { Values = values(index) });
        }
        return tally.Complete(finding, WhyVacuous(judged), () => Cause.Hint(hint(bounds)));
    }

    private static string WhyVacuous(JudgedTensor judged) =>
        judged.Values.All(value => value.Hi == 0)
            ? $"{judged.Name} is exactly zero, so zeros in its place would have passed"
        : judged.Bounds.Any(bound => double.IsInfinity(bound)) ? "the bound is infinite"
        : $"every element of {judged.Name} is smaller than its bound, so zeros in its place would have passed";

    private static string? Misshapen((string Side, NamedArray Tensor) a, JudgedTensor judged) =>
        a.Tensor.Rows == judged.Rows
        && a.Tensor.Columns == judged.Columns
        && a.Tensor.Values.Length == judged.Values.Length
            ? null
            : $"{a.Side} gives {a.Tensor.Name} the shape {a.Tensor.Rows} x {a.Tensor.Columns}, it must be {judged.Rows} x {judged.Columns}";

    /// <summary>The absolute difference; infinite where exactly one value is a number or infinities differ, zero for the same special value.</summary>
    internal static double Distance(double a, double b)
    {
        if (a.Equals(b) || a == b)
            return 0;
        var distance = Math.Abs(a - b);
        return double.IsNaN(distance) ? double.PositiveInfinity : distance;
    }

    private static double Distance(double a, DoubleDouble exact)
    {
        var distance = Math.Abs(a - exact.Hi - exact.Lo);
        return double.IsFinite(distance) ? distance : Distance(a, exact.Hi);
    }

    internal static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
