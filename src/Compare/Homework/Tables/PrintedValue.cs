using System.Globalization;
using Compare.Homework.Runs;

namespace Compare.Homework.Tables;

/// <summary>A number that the homework prints, with four digits.</summary>
internal static class PrintedValue
{
    /// <summary>The columns of a table that hold runs against it.</summary>
    /// <param name="spread">The runs.</param>
    /// <param name="printed">The number; null where it says nothing about these runs.</param>
    /// <param name="near">How far off is still near.</param>
    /// <returns>Mean, standard deviation, printed number and verdict; empty where there is none.</returns>
    public static IEnumerable<string> Columns(Spread spread, double? printed, double near) =>
        [
            Digits(spread.Mean),
            Digits(spread.Deviation),
            printed?.ToString(CultureInfo.InvariantCulture) ?? "",
            printed is { } value ? spread.Verdict(value, HalfUnit(value), near) : "",
        ];

    /// <summary>A number with a digit more than the homework prints; empty for NaN.</summary>
    public static string Digits(double value) =>
        double.IsNaN(value) ? "" : value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>Half a unit of the last digit.</summary>
    private static double HalfUnit(double printed) => 0.5 * Math.Pow(10, Math.Floor(Math.Log10(printed)) - 3);
}
