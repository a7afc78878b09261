using System.Globalization;
using Compare.Faults.Rules;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>A hyper-parameter that was solved for, and what else would have fitted.</summary>
/// <param name="Parameter">Which one.</param>
/// <param name="Value">The shortest number that fits.</param>
/// <param name="Low">The smallest that was seen to fit, the other hyper-parameters following.</param>
/// <param name="High">The largest.</param>
internal sealed record FittedParameter(UpdateParameter Parameter, double Value, double Low, double High)
{
    /// <summary>Digits that a number must have to be called determined.</summary>
    public const int DigitsOfDetermined = 6;

    /// <summary>Up to this uncertainty, relative to the value, something is known of it.</summary>
    private const double Known = 0.1;

    /// <summary>How many significant digits the trace determines; 0 or more, at most 15.</summary>
    public int Digits
    {
        get
        {
            var uncertainty = (High - Low) / 2 / Math.Abs(Value);
            return double.IsNaN(uncertainty) ? 0 : (int)Math.Clamp(Math.Floor(-Math.Log10(uncertainty)), 0, 15);
        }
    }

    /// <summary>Whether the trace determines it to six digits.</summary>
    public bool IsDetermined => Digits >= DigitsOfDetermined;

    /// <summary>How many significant digits the value is written with.</summary>
    public int Length => LengthOf(Value);

    /// <summary>How many significant digits a number is written with.</summary>
    /// <param name="value">The number.</param>
    /// <returns>1 or more; 0 for zero.</returns>
    public static int LengthOf(double value) =>
        Numbers.Exact(value).Split('E')[0].Replace(".", "", StringComparison.Ordinal).Trim('0').Length;

    /// <summary>The value, or what is known of it.</summary>
    public string Words =>
        IsDetermined ? $"{Parameter.Name} {Numbers.Exact(Value)}"
        : (High - Low) / 2 is var half && half <= Known * Math.Abs(Value)
            ? $"{Parameter.Name} {Show(Value, half)} +- {half.ToString("0e-0", CultureInfo.InvariantCulture)}"
        : double.IsPositiveInfinity(High)
            ? $"{Parameter.Name} not determined by this trace, from {Numbers.Text(Low)} up all fit"
        : $"{Parameter.Name} not determined by this trace, {Numbers.Text(Low)} to {Numbers.Text(High)} fit";

    /// <summary>A value to the digit that its uncertainty touches.</summary>
    private static string Show(double value, double half)
    {
        const double small = 1e-4;
        var decimals = (int)Math.Clamp(Math.Ceiling(-Math.Log10(half)), 0, 15);
        var digits = (int)Math.Clamp(Math.Ceiling(Math.Log10(Math.Abs(value) / half)), 0, 15);
        var format = Math.Abs(value) >= small ? $"F{decimals}" : $"0.{new string('0', digits)}e-0";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
