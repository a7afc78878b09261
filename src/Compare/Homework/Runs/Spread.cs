using System.Globalization;

namespace Compare.Homework.Runs;

/// <summary>Mean and standard deviation of a number over runs that differ in their seeds.</summary>
/// <param name="Count">Number of runs.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Standard deviation with n - 1; NaN for a single run.</param>
internal sealed record Spread(int Count, double Mean, double Deviation)
{
    /// <summary>Within so many standard deviations a value counts as one of the runs.</summary>
    private const double Wide = 3;

    /// <summary>Sums up runs.</summary>
    /// <param name="values">At least one.</param>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new Spread(
            values.Count,
            mean,
            values.Count == 1 ? double.NaN : Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Count - 1))
        );
    }

    /// <summary>Holds a printed value against the runs.</summary>
    /// <param name="printed">The value.</param>
    /// <param name="rounding">Half a unit of its last digit.</param>
    /// <param name="near">How far off is still near.</param>
    /// <returns><c>within</c> the spread and the rounding, <c>near</c> or <c>off</c>, with the difference.</returns>
    public string Verdict(double printed, double rounding, double near)
    {
        var distance = Math.Abs(Mean - printed);
        var word =
            distance <= rounding + (double.IsNaN(Deviation) ? 0 : Wide * Deviation) ? "within"
            : distance <= near ? "near"
            : "off";
        // Rounded first: what rounds to zero has no sign.
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{word}, {Math.Round(Mean - printed, 4):+0.0000;-0.0000;0.0000}"
        );
    }

    /// <summary>Whether two sides' means differ by more than runs that differ in their seeds do.</summary>
    /// <param name="other">The other side, with as many runs, at least two.</param>
    /// <param name="falseAlarm">How often the bound is exceeded though both sides draw from one normal distribution.</param>
    /// <returns>The difference, and what is allowed: Student's two-sample test.</returns>
    public (double Error, double Bound) Against(Spread other, double falseAlarm)
    {
        var variance = (Deviation * Deviation + other.Deviation * other.Deviation) / Count;
        return (Math.Abs(Mean - other.Mean), StudentQuantile(2 * Count - 2, falseAlarm) * Math.Sqrt(variance));
    }

    /// <summary>The t that the magnitude of a Student variable exceeds with a given probability.</summary>
    /// <param name="freedom">Degrees of freedom, even.</param>
    /// <param name="probability">Between 0 and 1.</param>
    /// <remarks>
    /// For an even number of degrees n the distribution is a finite sum (Abramowitz and Stegun 1964, 26.7.4): with sin s = t / sqrt(n + t^2),
    /// P(|T| &lt;= t) = sin s (1 + 1/2 cos^2 s + 1*3/(2*4) cos^4 s + ... up to cos^(n - 2) s).
    /// </remarks>
    internal static double StudentQuantile(int freedom, double probability)
    {
        double Outside(double t)
        {
            var cosine2 = freedom / (freedom + t * t);
            double term = 1,
                sum = 1;
            for (var j = 2; j < freedom; j += 2)
            {
                term *= cosine2 * (j - 1) / j;
                sum += term;
            }
            return 1 - t / Math.Sqrt(freedom + t * t) * sum;
        }
        double below = 0,
            above = 1;
        while (Outside(above) > probability)
            above *= 2;
        while (above - below > 1e-9 * above)
        {
            var middle = (below + above) / 2;
            if (Outside(middle) > probability)
                below = middle;
            else
                above = middle;
        }
        return above;
    }
}
