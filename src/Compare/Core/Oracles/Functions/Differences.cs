using System.Globalization;
using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of finite differences in double, where nothing but the function's values is known.</summary>
/// <remarks>
/// How exact the values are is measured first (<see cref="Granularity"/>), and each element is differentiated alone
/// (<see cref="NumericalSlope"/>). Of a large argument some elements are, spread evenly; the others are seen along random directions
/// (<see cref="Directions"/>), and those of them that seem wrong are differentiated as well.
/// </remarks>
internal sealed class Differences
{
    /// <summary>The largest error of a value in standard deviations of its noise.</summary>
    private const double Deviations = 3;

    /// <summary>Noise of a value, relative to it, from which on the number of its digits is worth a word.</summary>
    private const double Coarse = 1e-13;

    /// <summary>Most elements of an argument that are moved one by one.</summary>
    private const int MostElements = 400;

    private readonly Func<double[][], double> _function;
    private readonly double[][] _point;
    private readonly double _origin;
    private readonly double _noise;
    private readonly List<string> _notes = ["the bound is estimated from neighbouring steps"];
    private int _kinks;
    private int _twofold;

    private Differences(Func<double[][], double> function, double[][] point, Granularity granularity)
    {
        (_function, _point) = (function, point);
        _origin = function([.. point.Select(values => (double[])values.Clone())]);
        _noise = Math.Max(Deviations * granularity.Noise, Binary64.UnitRoundoff * Math.Abs(_origin));
    }

    /// <summary>Differentiates numerically.</summary>
    /// <param name="function">The function; must not change its argument.</param>
    /// <param name="arguments">Where.</param>
    /// <param name="claimed">The gradient in question, which says where to look more closely; one array per argument.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(Func<double[][], double> function, IReadOnlyList<NamedArray> arguments, double[][] claimed)
    {
        double[][] point = [.. arguments.Select(argument => (double[])argument.Values.Clone())];
        var granularity = Granularity.Of(function, point);
        var differences = new Differences(function, point, granularity);
        List<JudgedTensor> tensors = [.. arguments.Select((argument, p) => differences.By(p, argument, claimed[p]))];
        return new Vote("finite differences", tensors, Basis.Estimated, differences.Note(granularity))
        {
            Doubt = granularity.IsRandom
                ? "the function gives two values at one point; fix its random numbers, and it can be differentiated"
                : null,
        };
    }

    private string Note(Granularity granularity)
    {
        if (granularity.Noise > Coarse * Math.Abs(_origin) && _origin != 0)
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the function carries about {Math.Max(0, -Math.Log10(granularity.Noise / Math.Abs(_origin))):0} digits"
                )
            );
        if (_kinks > 0)
            _notes.Add(
                FormattableString.Invariant(
                    $"{_kinks} elements are at a kink, where any slope between those to both sides is a derivative"
                )
            );
        if (_twofold > 0)
            _notes.Add(
                FormattableString.Invariant(
                    $"small steps by {_twofold} elements see another slope than wider ones, as of a function that is solved to few digits or bent nearby: any slope between them passes"
                )
            );
        return string.Join("; ", _notes);
    }

    private JudgedTensor By(int p, NamedArray argument, double[] claimed)
    {
        var length = _point[p].Length;
        // An element of zero takes the scale of its neighbours, as far as they are of everyday size.
        var usual = _point[p].Where(x => x != 0).Select(Math.Abs).Append(1).Min();
        double[] scales = [.. _point[p].Select(x => x == 0 ? usual : Math.Abs(x))];
        var tensor = new JudgedTensor(
            $"d{argument.Name}",
            argument.Rows,
            argument.Columns,
            new DoubleDouble[length],
            [.. Enumerable.Repeat(double.PositiveInfinity, length)]
        );
        var count = Math.Min(length, MostElements);
        for (var n = 0; n < count; n++)
            Look(tensor, p, (int)((long)n * length / count), scales);
        if (length > count && claimed.Length == length)
        {
            var directions = new Directions(_function, _point, p, scales, _origin, _noise, claimed);
            foreach (var i in directions.Suspects())
                Look(tensor, p, i, scales);
            _notes.Add(
                FormattableString.Invariant(
                    $"of {length} elements {count} are compared one by one, all of them along {Directions.Count} random directions"
                )
            );
        }
        return tensor;
    }

    /// <summary>Differentiates by one element.</summary>
    private void Look(JudgedTensor tensor, int p, int i, double[] scales)
    {
        var values = _point[p];
        var origin = values[i];
        var slope = NumericalSlope.Of(
            distance =>
            {
                // The step that the sum really makes.
                values[i] = origin + distance;
                return (_function(_point), values[i] - origin);
            },
            scales[i] / 4,
            _origin,
            _noise,
            Math.Abs(origin)
        );
        values[i] = origin;
        _kinks += slope.Form == SlopeForm.Kink ? 1 : 0;
        _twofold += slope.Form == SlopeForm.Twofold ? 1 : 0;
        if (!double.IsFinite(slope.Error) || !double.IsFinite(slope.Value))
            return;
        tensor.Values[i] = DoubleDouble.FromDouble(slope.Value);
        // Two gradients may differ by twice the bound; only one of them is uncertain here.
        tensor.Bounds[i] = slope.Error / 2;
    }
}
