using System.Globalization;

namespace Compare.Reports.Notebook;

/// <summary>One axis of a picture: where values lie on it, and which of them are labelled.</summary>
internal sealed class PictureAxis
{
    private const int MostTicks = 6;
    private const double Margin = 0.03;

    private static readonly int[] Factors = [1, 2, 5, 10];

    private readonly bool _logarithmic;
    private readonly double _from;
    private readonly double _to;

    private PictureAxis(bool logarithmic, double from, double to)
    {
        (_logarithmic, _from, _to) = (logarithmic, from, to);
        Ticks = [.. logarithmic ? Decades() : Steps(from, to)];
    }

    /// <summary>The labelled values, ascending: how far along the axis, from 0 to 1, and the label.</summary>
    public IReadOnlyList<(double Place, string Label)> Ticks { get; }

    /// <summary>Makes an axis on which values fit.</summary>
    /// <param name="values">Any values; those that cannot be drawn are left out.</param>
    /// <param name="logarithmic">Whether equal ratios are equally long.</param>
    /// <returns>The axis.</returns>
    public static PictureAxis Over(IEnumerable<double> values, bool logarithmic)
    {
        var drawn = values
            .Where(value => double.IsFinite(value) && (value > 0 || !logarithmic))
            .Select(value => logarithmic ? Math.Log10(value) : value)
            .DefaultIfEmpty(0)
            .ToList();
        var (from, to) = (drawn.Min(), drawn.Max());
        var reach = to - from;
        var margin =
            reach > 0 ? Margin * reach
            : logarithmic || to == 0 ? 0.5
            : 0.1 * Math.Abs(to);
        return new PictureAxis(logarithmic, from - margin, to + margin);
    }

    /// <summary>Finds the place of a value.</summary>
    /// <param name="value">A value.</param>
    /// <returns>How far along the axis, from 0 to 1; NaN for a value that cannot be drawn.</returns>
    public double Place(double value) => ((_logarithmic ? Math.Log10(value) : value) - _from) / (_to - _from);

    private IEnumerable<(double Place, string Label)> Decades()
    {
        var (first, last) = ((int)Math.Ceiling(_from), (int)Math.Floor(_to));
        if (last <= first)
            return Fractions() is { Count: > 0 } fractions ? fractions : Steps(Math.Pow(10, _from), Math.Pow(10, _to));
        var stride = 1 + (last - first) / MostTicks;
        return Enumerable
            .Range(first, last - first + 1)
            .Where(exponent => exponent % stride == 0)
            .Select(exponent => ((exponent - _from) / (_to - _from), Label(1, exponent)));
    }

    /// <summary>Within a decade; none where even 1, 2 and 5 are too far apart.</summary>
    private List<(double Place, string Label)> Fractions()
    {
        var fractions = new List<(double Place, string Label)>();
        for (var exponent = (int)Math.Floor(_from); exponent <= _to; exponent++)
            foreach (var digit in Factors.SkipLast(1))
                if (exponent + Math.Log10(digit) is var log && log >= _from && log <= _to)
                    fractions.Add(((log - _from) / (_to - _from), Label(digit, exponent)));
        return fractions;
    }

    private static string Label(int digit, int exponent) =>
        exponent is >= -2 and <= 3
            ? (digit * Math.Pow(10, exponent)).ToString("0.###", CultureInfo.InvariantCulture)
            : FormattableString.Invariant($"{digit}e{exponent}");

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    private IEnumerable<(double Place, string Label)> Steps(double low, double high)
    {
        var least = (high - low) / MostTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = power * Factors.First(factor => factor * power >= least);
        for (var multiple = Math.Ceiling(low / step) + 0.0; multiple * step <= high; multiple++)
            yield return (Place(multiple * step), (multiple * step).ToString("G4", CultureInfo.InvariantCulture));
    }
}
