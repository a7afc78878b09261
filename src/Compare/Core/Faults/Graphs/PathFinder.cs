using System.Globalization;
using Compare.Oracles;
using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Results;

namespace Compare.Faults.Graphs;

/// <summary>
/// Finds which mistakes in the backward rules of a graph, alone or in pairs, give a gradient by one argument: a path that is missing,
/// reversed or counted twice, a factor, or what people take for an operation's rule.
/// </summary>
/// <remarks>
/// The gradient is a sum over the paths that lead to the argument, so one backward pass without a path shows its share of every element,
/// and the factor of the share is solved for. What comes near in double must agree within the bounds of the mistaken rules themselves.
/// </remarks>
internal sealed partial class PathFinder
{
    /// <summary>Deviation in the max norm that the first look lets pass, and how near a factor must be to one with a meaning.</summary>
    private const double FirstLookDouble = 1e-6;
    private const double FirstLookSingle = 1e-3;
    private const double FirstLookHalf = 0.03;

    /// <summary>Of a large argument so many elements are looked at first; a cause has to hold for all of them.</summary>
    private const int MostElements = 5000;

    /// <summary>Beyond this many places pairs are not tried.</summary>
    private const int MostForPairs = 90;

    private readonly Nearness _near;
    private readonly Node _argument;
    private readonly int _number;
    private readonly Evaluation<double> _values;
    private readonly Func<PathFault[], (double[] Values, double[] Errors)?> _bounded;
    private readonly IReadOnlyList<PathGroup> _groups;
    private readonly int[] _looked;
    private readonly double[] _right;
    private readonly double[] _rightOfAll;
    private readonly double[] _allowedOfAll;
    private readonly List<(PathGroup Where, double[] Share)> _shares = [];
    private readonly List<(PathGroup Where, double[] Share, int Divisor)> _divisors = [];
    private readonly List<(PathFault Fault, double[] Gradient)> _slips = [];

    /// <summary>Prepares the search.</summary>
    /// <param name="graph">The function.</param>
    /// <param name="argument">The number of the argument.</param>
    /// <param name="judged">The true gradient by it, and its bounds.</param>
    /// <param name="precision">The format in which the gradient in question is computed.</param>
    public PathFinder(Graph graph, int argument, JudgedTensor judged, NumberFormat precision)
    {
        _argument = graph.Arguments[argument];
        _number = graph.NumberOf(_argument);
        _near = new Nearness(
            precision switch
            {
                NumberFormat.Float64 => FirstLookDouble,
                NumberFormat.Float32 => FirstLookSingle,
                _ => FirstLookHalf,
            }
        );
        _values = graph.Evaluate<double>();
        _bounded = new Bounding(graph, this).In(precision);
        _rightOfAll = Array.ConvertAll(judged.Values, value => value.Hi);
        _allowedOfAll = Array.ConvertAll(judged.Bounds, bound => 2 * bound);
        var length = _rightOfAll.Length;
        var count = Math.Min(length, MostElements);
        _looked = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * length / count))];
        _right = Looked(_rightOfAll);
        _groups = PathGroup.Of(graph, _argument);
        foreach (var where in _groups)
            Prepare(where);
    }

    /// <summary>Looks for what gives the numbers.</summary>
    /// <param name="found">The gradient in question, as many elements as the argument, all finite.</param>
    /// <returns>The cause, with others that explain the numbers as well; null if there is none.</returns>
    public Cause? Explain(double[] found)
    {
        var looked = Looked(found);
        List<(PathFault Fault, double[] Gradient)> exchanges = [];
        var singles = Chosen([.. Singles(looked).Select(fault => new[] { fault })], found);
        if (singles.Count == 0)
        {
            exchanges.AddRange(Exchanges());
            singles = Chosen(
                [
                    .. Updates(looked).Select(fault => new[] { fault }),
                    .. exchanges
                        .Where(exchange => _near.IsNear(looked, exchange.Gradient))
                        .Select(exchange => new[] { exchange.Fault }),
                ],
                found
            );
        }
        if (singles.Count == 0 && _shares.Count + _slips.Count <= MostForPairs)
            singles = Chosen([.. Pairs(looked, exchanges)], found);
        if (singles.Count == 0)
            return null;
        static Cause CauseOf(PathFault[] faults) =>
            faults[0].Cause with
            {
                Together = [.. faults.Skip(1).Select(fault => fault.Cause)],
            };
        return CauseOf(singles[0]) with
        {
            Alternatives =
            [
                .. singles.Skip(1).Select(faults => (IReadOnlyList<Cause>)[.. faults.Select(fault => fault.Cause)]),
            ],
        };
    }

    /// <summary>What the difference from the right gradient looks like, where no mistake gives it.</summary>
    /// <param name="found">The gradient in question, as many elements as the argument, all finite.</param>
    /// <returns>A clause; null where it looks like nothing.</returns>
    public string? Residual(double[] found)
    {
        var rest = found.Zip(_rightOfAll, (x, right) => x - right).ToArray();
        if (rest.Length < 2 || Nearness.Largest(rest) == 0)
            return null;
        var columns = _argument.Shape.Rank == 0 ? 1 : _argument.Shape[^1];
        var rows = rest.Length / columns;
        if (_near.IsNear(rest, [.. rest.Select(_ => rest[0])]))
            return "the difference is the same number everywhere";
        if (rows > 1 && columns > 1 && _near.IsNear(rest, [.. rest.Select((_, i) => rest[i / columns * columns])]))
            return "the difference is constant along each row";
        if (rows > 1 && columns > 1 && _near.IsNear(rest, [.. rest.Select((_, i) => rest[i % columns])]))
            return "the difference is the same in every row";
        var gradients = _values.Differentiate();
        foreach (var node in _values.Graph.Nodes.Where(node => node.Shape.Equals(_argument.Shape)))
        {
            if (_near.IsMultiple(rest, _values.Of(node).Elements))
                return $"the difference is a multiple of `{node}`";
            if (
                node != _argument
                && gradients[_values.Graph.NumberOf(node)] is { } gradient
                && _near.IsMultiple(rest, gradient.Elements)
            )
                return $"the difference is a multiple of the gradient by `{node}`";
        }
        return null;
    }

    /// <summary>Each share and each slip that changes the gradient, one for each vector: the clearest of the places that it belongs to.</summary>
    private void Prepare(PathGroup where)
    {
        var without = Gradient(new PathFault(where, 0, null, Cause.Hint("")));
        var share = _right.Zip(without, (right, rest) => right - rest).ToArray();
        var largest = Nearness.Largest(share);
        if (largest > 0)
        {
            if (where.Divisor is { } divisor)
                _divisors.Add((where, share, divisor));
            var same = _shares.FindIndex(known => Nearness.IsSame(known.Share, share));
            if (same < 0)
                _shares.Add((where, share));
            else if (where.Clarity > _shares[same].Where.Clarity)
                _shares[same] = (where, share);
        }
        // What is multiplied in every turn of a loop is no multiple of the share, so the usual factors are tried.
        if (where.Paths.Count > 1)
            foreach (var fault in Repeated(where))
                Add(fault);
        foreach (var slip in where.Slips)
        {
            var fault = new PathFault(
                where,
                1,
                slip,
                new Cause(
                    slip.Id,
                    $"on {where.Words} {slip.Words.Replace("{other}", where.Other, StringComparison.Ordinal)}",
                    where.Equation,
                    slip.Remedy
                )
            );
            if (fault.Applies(_values))
                Add(fault);
        }
    }

    private void Add(PathFault fault)
    {
        var gradient = Gradient(fault);
        if (Nearness.IsSame(gradient, _right) || !Array.TrueForAll(gradient, double.IsFinite))
            return;
        var same = _slips.FindIndex(known =>
            (
                (known.Fault.Slip, known.Fault.Factor) == (fault.Slip, fault.Factor)
                || ReferenceEquals(known.Fault.Where, fault.Where)
            ) && Nearness.IsSame(known.Gradient, gradient)
        );
        if (same < 0)
            _slips.Add((fault, gradient));
        else if (fault.Where.Clarity > _slips[same].Fault.Where.Clarity)
            _slips[same] = (fault, gradient);
    }

    private IEnumerable<PathFault> Repeated(PathGroup where) =>
        Meanings(where, -1).Concat(Meanings(where, 2)).Concat(Meanings(where, 0.5));

    private double[] Gradient(params IReadOnlyList<PathFault> faults) =>
        PathFault.Differentiate(_values, faults)[_number] is { } gradient
            ? Looked(gradient.Elements)
            : new double[_right.Length];

    private double[] Looked(double[] values) => Array.ConvertAll(_looked, i => values[i]);

    private IEnumerable<PathFault> Singles(double[] found)
    {
        foreach (var (where, share) in _shares)
            if (!IsWhole(share) && _near.Factor(found, _right, share) is { } factor)
                foreach (var fault in Meanings(where, factor))
                    yield return fault;
        foreach (var (fault, gradient) in _slips)
            if (_near.IsNear(found, gradient))
                yield return fault;
        foreach (var (where, share, divisor) in _divisors)
            if (_near.Factor(found, _right, share) is { } factor)
                foreach (var size in Sizes.Where(size => size != divisor))
                    if (Math.Abs(factor - (double)divisor / size) <= _near.Deviation * factor)
                        yield return DividedBy(where, size, divisor);
    }

    private static PathFault DividedBy(PathGroup where, int size, int divisor)
    {
        var words = FormattableString.Invariant(
            $"{where.Words} is divided by {size}, the size of another axis, in place of {divisor}"
        );
        return new PathFault(
            where,
            (double)divisor / size,
            null,
            new Cause("other-size", words, where.Equation, FormattableString.Invariant($"divide by {divisor}"))
        );
    }

    private IEnumerable<int> Sizes =>
        _values.Graph.Nodes.SelectMany(node => node.Shape.Sizes).Where(size => size > 1).Distinct();

    private IEnumerable<PathFault[]> Pairs(double[] found, IEnumerable<(PathFault Fault, double[] Gradient)> exchanges)
    {
        var rest = found.Zip(_right, (x, right) => x - right).ToArray();
        for (var i = 0; i < _shares.Count; i++)
        for (var j = i + 1; j < _shares.Count; j++)
            if (_near.Combination(rest, _shares[i].Share, _shares[j].Share) is var (first, second))
                foreach (var one in Meanings(_shares[i].Where, 1 + first))
                foreach (var other in Meanings(_shares[j].Where, 1 + second))
                    yield return [one, other];
        foreach (var (where, share) in _shares.Where(part => !IsWhole(part.Share)))
            if (_near.Combination(found, _right, share) is var (whole, part))
                foreach (var one in Meanings(where, 1 + part / whole))
                foreach (var other in OfTheWhole(whole, one))
                    yield return [one, other];
        foreach (var (fault, gradient) in _slips.Concat(exchanges))
        {
            foreach (var (where, share) in _shares)
                if (_near.Factor(found, gradient, share) is { } factor)
                    foreach (var other in Meanings(where, factor))
                        yield return [fault, other];
            if (_near.Factor(found, new double[found.Length], gradient) is { } whole)
                foreach (var other in OfTheWhole(whole - 1, fault))
                    yield return [fault, other];
            foreach (var (other, _) in _slips)
                if (other != fault && !fault.Where.Paths.Any(path => other.Where.Contains(path.Node, path.Operand)))
                    if (_near.IsNear(found, Gradient(fault, other)))
                        yield return [fault, other];
        }
    }

    /// <summary>A factor of the whole gradient, at the clearest place through which all of it goes and which has no other fault.</summary>
    private IEnumerable<PathFault> OfTheWhole(double factor, PathFault beside) =>
        _shares
            .Where(part =>
                IsWhole(part.Share) && !part.Where.Paths.Any(path => beside.Where.Contains(path.Node, path.Operand))
            )
            .OrderByDescending(part => part.Where.Clarity)
            .Take(1)
            .SelectMany(part => Meanings(part.Where, factor));

    /// <summary>Those that hold within bounds, the simplest first, and each combination of places once.</summary>
    private List<PathFault[]> Chosen(List<PathFault[]> candidates, double[] found) =>
        [
            .. candidates
                .Where(faults => Holds(found, faults))
                .OrderBy(faults => faults.Sum(Rank))
                .ThenByDescending(faults => faults.Sum(fault => fault.Where.Clarity))
                .DistinctBy(faults => string.Join('|', faults.Select(fault => fault.Cause.Words).Order())),
        ];

    private static int Rank(PathFault fault) =>
        fault switch
        {
            { Slip: null, Factor: 0 } => 0,
            { Slip: not null } => 1,
            { Factor: -1 or 2 } => 1,
            _ => 2,
        };

    /// <summary>Within the bounds of the mistaken rules, which must be narrower than what they explain.</summary>
    private bool Holds(double[] found, PathFault[] faults)
    {
        if (_bounded(faults) is not var (values, errors))
            return found.All(x => x == 0);
        var (off, narrower) = (0, 0);
        for (var i = 0; i < found.Length; i++)
        {
            var (value, error) = (values[i], 2 * errors[i]);
            if (!(Math.Abs(found[i] - value) <= error))
                return false;
            var distance = Math.Abs(found[i] - _rightOfAll[i]);
            if (distance <= _allowedOfAll[i])
                continue;
            off++;
            narrower += error <= distance ? 1 : 0;
        }
        return 2 * narrower >= off;
    }

    private sealed class Bounding(Graph graph, PathFinder finder)
        : PerFormat<Func<PathFault[], (double[] Values, double[] Errors)?>>
    {
        protected override Func<PathFault[], (double[] Values, double[] Errors)?> Of<TFormat>() =>
            finder.Bounds<TFormat>(graph);
    }

    private Func<PathFault[], (double[], double[])?> Bounds<TFormat>(Graph graph)
        where TFormat : IFloatFormat
    {
        var evaluation = graph.Evaluate<Bounded<TFormat>>();
        return faults =>
            PathFault.Differentiate(evaluation, faults)[_number] is { } gradient
                ? (Array.ConvertAll(gradient.Elements, x => x.Value), Array.ConvertAll(gradient.Elements, x => x.Error))
                : null;
    }

    /// <summary>What a factor at a place means.</summary>
    private IEnumerable<PathFault> Meanings(PathGroup where, double factor)
    {
        PathFault Fault(double value, string id, string words, string remedy) =>
            new(where, value, null, new Cause(id, $"{where.Words} {words}", where.Equation, remedy));
        bool Is(double value) => Math.Abs(factor - value) <= _near.Deviation * Math.Max(1, Math.Abs(value));
        if (Is(1))
            yield break;
        if (Is(0))
            yield return Fault(0, "path-missing", "is missing, as if it were a constant", "add what it contributes");
        if (Is(-1))
            yield return Fault(-1, "path-reversed", "has the wrong sign", "negate it");
        if (Is(2))
            yield return Fault(2, "path-twice", "counts twice", "count it once");
        if (Is(0.5))
            yield return Fault(0.5, "path-half", "counts half", "double it");
        if (Is(0) || Is(-1) || Is(2) || Is(0.5))
            yield break;
        foreach (var size in where.Sizes.Where(size => size > 2))
        {
            var text = size.ToString(CultureInfo.InvariantCulture);
            if (Is(size))
                yield return Fault(
                    size,
                    "path-summed",
                    $"is {text} times too large, the size of an axis",
                    $"divide it by {text}"
                );
            if (Is(1.0 / size))
                yield return Fault(
                    1.0 / size,
                    "path-averaged",
                    $"is divided by {text}, the size of an axis",
                    $"multiply it by {text}"
                );
            if (Is(Math.Sqrt(size)))
                yield return Fault(
                    Math.Sqrt(size),
                    "path-root",
                    $"is too large by the root of {text}, the size of an axis",
                    "divide it by that"
                );
            if (Is(1 / Math.Sqrt(size)))
                yield return Fault(
                    1 / Math.Sqrt(size),
                    "path-root",
                    $"is too small by the root of {text}, the size of an axis",
                    "multiply it by that"
                );
        }
    }

    /// <summary>Whether a share is the whole gradient but for a factor: what is wrong with that is told without a path.</summary>
    private bool IsWhole(double[] share)
    {
        double xy = 0,
            xx = 0;
        for (var i = 0; i < share.Length; i++)
            (xy, xx) = (xy + share[i] * _right[i], xx + share[i] * share[i]);
        return _near.IsNear(_right, [.. share.Select(x => xy / xx * x)]);
    }
}
