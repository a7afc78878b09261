using System.Globalization;

namespace Compare.Reproduction;

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
        return string.Create(CultureInfo.InvariantCulture, $"{word}, {Mean - printed:+0.0000;-0.0000}");
    }

    /// <summary>Whether two sides' means differ by more than runs that differ in their seeds do.</summary>
    /// <param name="other">The other side.</param>
    /// <returns>The difference, and what is allowed; NaN without a spread.</returns>
    public (double Error, double Bound) Against(Spread other) =>
        (
            Math.Abs(Mean - other.Mean),
            Wide * Math.Sqrt(Deviation * Deviation / Count + other.Deviation * other.Deviation / other.Count)
        );
}
