using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Results;

namespace Compare.Checks.Models;

/// <summary>Elements of a model's parameters over all updates: all of them, or some of each tensor, spread over it.</summary>
internal sealed class UpdateSample
{
    /// <summary>Numbers that are kept.</summary>
    private const int MostKept = 1 << 15;

    private readonly IReadOnlyList<NpyArray> _parameters;
    private readonly List<(int Parameter, int Element)> _places = [];
    private readonly HashSet<int> _skipped = [];
    private readonly List<double> _theta = [];
    private readonly List<double> _gradients = [];

    /// <summary>Chooses the elements.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="isUsed">Which of them count.</param>
    /// <param name="updates">How many updates are to be made.</param>
    public UpdateSample(IReadOnlyList<NpyArray> parameters, Func<int, bool> isUsed, int updates)
    {
        _parameters = parameters;
        var used = Enumerable.Range(0, parameters.Count).Where(isUsed).ToList();
        var most = Math.Max(2, MostKept / (updates + 1) / Math.Max(1, used.Count));
        foreach (var p in used)
        {
            var length = parameters[p].Values.Length;
            var count = Math.Min(length, most);
            for (var i = 0; i < count; i++)
                _places.Add((p, count < 2 ? 0 : (int)((long)i * (length - 1) / (count - 1))));
        }
    }

    /// <summary>Takes in the parameters before the first update, or after one.</summary>
    /// <param name="parameters">One array for each.</param>
    public void AddParameters(IReadOnlyList<double[]> parameters) => Add(_theta, parameters);

    /// <summary>Takes in the gradients of an update.</summary>
    /// <param name="gradients">One array for each; null for none.</param>
    public void AddGradients(IReadOnlyList<double[]?> gradients)
    {
        Add(_gradients, gradients);
        for (var p = 0; p < gradients.Count; p++)
            if (gradients[p] is null)
                _skipped.Add(p);
    }

    /// <summary>Whether no parameter has a gradient in every update. An optimizer leaves those without one as they are, whatever its rule.</summary>
    public bool IsEmpty => Kept().Length == 0;

    /// <summary>The updates of the parameters that have a gradient in each.</summary>
    /// <param name="precision">The format in which they were made.</param>
    /// <returns>The trace; its elements are those of <see cref="PlaceOf"/>.</returns>
    public UpdateTrace Trace(Precision precision)
    {
        var kept = Kept();
        NamedArray Of(string name, List<double> values)
        {
            var rows = values.Count / _places.Count;
            return new NamedArray(
                name,
                rows,
                kept.Length,
                [.. Enumerable.Range(0, rows).SelectMany(row => kept.Select(i => values[row * _places.Count + i]))]
            );
        }
        return new UpdateTrace(Of("theta", _theta), Of("grad", _gradients), precision);
    }

    private int[] Kept() =>
        [.. Enumerable.Range(0, _places.Count).Where(i => !_skipped.Contains(_places[i].Parameter))];

    /// <summary>How far the parameters of two runs are apart after each update, relative to the largest of their tensor.</summary>
    /// <param name="other">The other run, of the same sample.</param>
    /// <returns>The largest of all tensors, for each number of updates.</returns>
    public double[] DistancesFrom(UpdateSample other)
    {
        var distances = new double[_theta.Count / _places.Count];
        for (var t = 0; t < distances.Length; t++)
        {
            var first = t * _places.Count;
            foreach (var tensor in Enumerable.Range(0, _places.Count).GroupBy(i => _places[i].Parameter))
            {
                double largest = 0,
                    scale = 0;
                foreach (var i in tensor)
                {
                    largest = Math.Max(largest, Math.Abs(_theta[first + i] - other._theta[first + i]));
                    scale = Math.Max(scale, Math.Abs(_theta[first + i]));
                }
                if (largest > 0)
                    distances[t] = Math.Max(distances[t], largest / Math.Max(scale, double.Epsilon));
            }
        }
        return distances;
    }

    /// <summary>Where an element of the trace lies.</summary>
    /// <param name="element">Its number in the trace.</param>
    /// <returns>Tensor and place.</returns>
    public Location PlaceOf(int element)
    {
        var (parameter, index) = _places[Kept()[element]];
        var array = _parameters[parameter];
        var columns = array.Shape.Count > 1 ? array.Shape[^1] : 1;
        return new Location
        {
            Tensor = array.Name,
            Row = index / columns,
            Column = columns > 1 ? index % columns : null,
        };
    }

    private void Add(List<double> to, IReadOnlyList<double[]?> arrays)
    {
        foreach (var (parameter, element) in _places)
            to.Add(arrays[parameter]?[element] ?? 0);
    }
}
