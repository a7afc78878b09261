using Compare.Faults.Updates;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;

namespace Compare.Checks.Runs;

/// <summary>Elements of the parameters and gradients of a run over all updates, as many as memory allows, and its step sizes.</summary>
/// <param name="updates">How many updates are read.</param>
internal sealed class RunSamples(int updates)
{
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, SampledTensor> _places = [];
    private readonly double[][] _theta = new double[updates][];
    private readonly double[][] _gradients = new double[updates][];
    private readonly double[] _stepSizes = [.. Enumerable.Repeat(double.NaN, updates)];
    private bool _isSingle = true;
    private int _most;

    /// <summary>How many elements are kept.</summary>
    public int Count { get; private set; }

    /// <summary>How many there are.</summary>
    public long All { get; private set; }

    /// <summary>The recorded step size of each update; NaN where there is none.</summary>
    public IReadOnlyList<double> StepSizes => _stepSizes;

    /// <summary>Names of the tensors with parameters and gradients, and where their elements stand.</summary>
    public IReadOnlyList<SampledTensor> Tensors => [.. _places.Values];

    /// <summary>Decides what is kept.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="most">How many elements may be kept of each update.</param>
    public void Plan(IReadOnlyList<RunPair> pairs, int most)
    {
        _names.UnionWith(
            pairs
                .Where(pair => pair.A.Kind == RecordedKind.Gradient)
                .Select(pair => pair.A.Name)
                .Where(name => pairs.Any(pair => pair.A.Kind == RecordedKind.Parameter && pair.A.Name == name))
        );
        _most = _names.Count == 0 ? 0 : Math.Max(1, most / _names.Count);
    }

    /// <summary>Takes in one array.</summary>
    /// <param name="update">The number of the update among those that are read.</param>
    /// <param name="pair">The pair that it belongs to.</param>
    /// <param name="array">The array.</param>
    /// <param name="isTransposed">Whether it is the transpose of A's.</param>
    public void Add(int update, RunPair pair, NpyArray array, bool isTransposed)
    {
        if (pair.A.Kind == RecordedKind.Setting && RunNames.IsStepSize(Last(pair.A.Name)) && array.IsScalar)
            _stepSizes[update] = array.Values[0];
        if (pair.A.Kind is not (RecordedKind.Parameter or RecordedKind.Gradient) || !_names.Contains(pair.A.Name))
            return;
        if (!_places.TryGetValue(pair.A.Name, out var place))
        {
            var elements = UpdateEvidence.Spread(array.Values.Length, _most);
            _places[pair.A.Name] = place = new SampledTensor(pair.A.Name, Count, elements);
            Count += elements.Length;
            All += array.Values.Length;
        }
        var rows = pair.A.Kind == RecordedKind.Parameter ? _theta : _gradients;
        var row = rows[update] ??= [];
        if (row.Length < Count)
        {
            var longer = new double[Count];
            longer.AsSpan().Fill(double.NaN);
            row.CopyTo(longer, 0);
            rows[update] = row = longer;
        }
        var (r, c) = isTransposed && array.Shape.Count == 2 ? (array.Shape[1], array.Shape[0]) : (0, 0);
        for (var k = 0; k < place.Elements.Length; k++)
        {
            var i = place.Elements[k];
            // A[i / c, i % c] is B[i % c, i / c].
            var at = r > 0 ? i % c * r + i / c : i;
            if (at >= array.Values.Length)
                continue;
            var value = array.Values[at];
            row[place.Start + k] = value;
            if (pair.A.Kind == RecordedKind.Parameter)
                _isSingle &= (float)value == value || double.IsNaN(value);
        }
    }

    /// <summary>Parameters and gradients as the trace of an optimizer.</summary>
    /// <param name="numbers">The numbers of the updates.</param>
    /// <param name="areAfter">Whether the parameters of an update are those after it.</param>
    /// <returns>The trace from the first update on, as long as it has no gap; null if it has fewer than three updates.</returns>
    public (UpdateTrace Trace, long FirstUpdate)? Trace(IReadOnlyList<long> numbers, bool areAfter)
    {
        const int fewest = 3;
        List<double[]> theta = [],
            gradients = [];
        List<double> stepSizes = [];
        // With parameters after each update, the first record only gives where the second starts.
        for (var i = 0; i < numbers.Count; i++)
        {
            var isNext = i == 0 || numbers[i] == numbers[i - 1] + 1;
            if (!isNext || !IsWhole(_theta[i]))
                break;
            theta.Add(_theta[i]);
            var gradient = areAfter && i + 1 < numbers.Count ? _gradients[i + 1] : _gradients[i];
            if (
                i + 1 == numbers.Count
                || numbers[i + 1] != numbers[i] + 1
                || !IsWhole(gradient)
                || !IsWhole(_theta[i + 1])
            )
                break;
            gradients.Add(gradient);
            stepSizes.Add(_stepSizes[areAfter ? i + 1 : i]);
        }
        var updates = Math.Min(gradients.Count, theta.Count - 1);
        if (Count == 0 || updates < fewest)
            return null;
        var precision = _isSingle ? Precision.Float32 : Precision.Float64;
        return (
            new UpdateTrace(
                new NamedArray("theta", updates + 1, Count, [.. theta.Take(updates + 1).SelectMany(row => row)]),
                new NamedArray("grad", updates, Count, [.. gradients.Take(updates).SelectMany(row => row)]),
                precision
            )
            {
                StepSizeFactors =
                    stepSizes.Take(updates).All(double.IsFinite) && stepSizes[0] > 0
                        ? [.. stepSizes.Take(updates).Select(size => size / stepSizes[0])]
                        : null,
            },
            numbers[areAfter ? 1 : 0]
        );
    }

    /// <summary>
    /// Whether the parameters of an update are those after it: then the step to them goes against their own gradient, and not against
    /// that of the next update.
    /// </summary>
    /// <param name="numbers">The numbers of the updates.</param>
    /// <returns>Whether they are; false where nothing tells.</returns>
    public bool ParametersAreAfter(IReadOnlyList<long> numbers)
    {
        double before = 0,
            after = 0;
        const int enough = 5;
        for (var i = 1; i < Math.Min(enough, numbers.Count); i++)
        {
            if (numbers[i] != numbers[i - 1] + 1 || !IsWhole(_theta[i]) || !IsWhole(_theta[i - 1]))
                continue;
            before += Descent(_theta[i - 1], _theta[i], _gradients[i - 1]);
            after += Descent(_theta[i - 1], _theta[i], _gradients[i]);
        }
        return after > before;
    }

    private static double Descent(double[] from, double[] to, double[]? gradient)
    {
        if (!IsWhole(gradient))
            return 0;
        double product = 0,
            steps = 0,
            gradients = 0;
        for (var k = 0; k < from.Length; k++)
        {
            var step = from[k] - to[k];
            product += step * gradient![k];
            steps += step * step;
            gradients += gradient[k] * gradient[k];
        }
        return steps > 0 && gradients > 0 ? product / Math.Sqrt(steps * gradients) : 0;
    }

    private static bool IsWhole(double[]? row) => row is { Length: > 0 } && Array.TrueForAll(row, double.IsFinite);

    private static string Last(string name) => name[(name.LastIndexOfAny(['/', '.']) + 1)..];
}
