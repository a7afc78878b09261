using System.Globalization;

namespace Compare.Results;

/// <summary>How every number of a report is spelled, whatever the culture.</summary>
public static class Numbers
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Largest magnitude up to which a whole number keeps all its digits.</summary>
    private const double Whole = 1e6;

    /// <summary>A number to read: three significant digits, with an exponent below 0.001 and from 10,000.</summary>
    /// <param name="value">Any number; null gives an empty text.</param>
    /// <returns>For example <c>0.0123</c>, <c>4.56e-9</c>, <c>784</c>, <c>NaN</c>, <c>-infinity</c>; whole numbers up to a million in full.</returns>
    public static string Text(double? value)
    {
        if (value is not { } number)
            return "";
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "NaN"
                : number > 0 ? "infinity"
                : "-infinity";
        if (double.IsInteger(number) && Math.Abs(number) <= Whole)
            return number.ToString("R", Culture);
        // The exponent after rounding: 9.996 is 1.00E+001.
        var scientific = number.ToString("E2", Culture);
        var at = scientific.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, Culture);
        return exponent is < -3 or > 3
            ? string.Create(Culture, $"{scientific.AsSpan(0, at)}e{exponent}")
            : number.ToString($"F{Math.Max(0, 2 - exponent).ToString(Culture)}", Culture);
    }

    /// <summary>A number to some significant decimal digits.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="digits">1 or more.</param>
    /// <returns>The nearest number with so many digits.</returns>
    internal static double Rounded(double value, int digits) =>
        double.Parse(value.ToString($"E{(digits - 1).ToString(Culture)}", Culture), Culture);

    /// <summary>A count, in full.</summary>
    /// <param name="value">Any whole number.</param>
    /// <returns>Its digits, ungrouped.</returns>
    public static string Text(long value) => value.ToString(Culture);

    /// <summary>The shortest text that reads back as the same bits.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>A JSON number, or <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</returns>
    public static string Exact(double value) => value.ToString("R", Culture);
}
