using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Faults.Runs;

/// <summary>
/// What is done between layers: a shortcut that is left out, elements in another order, another part or mean of a sequence, scores of
/// attention that are scaled or masked otherwise. Each has to reproduce every element of both runs from arrays that are the same.
/// </summary>
/// <param name="at">The first tensor that differs.</param>
/// <param name="before">The tensors before it that are the same, the nearest first.</param>
internal sealed class WiringPatterns(SceneTensor at, IReadOnlyList<SceneTensor> before)
{
    /// <summary>How many times what is allowed between two runs a formula may be off: it is evaluated in other steps.</summary>
    private const double Slack = 4;

    private const double SameFactor = 1e-4;

    /// <summary>More scores than these are not computed again.</summary>
    private const long MostScores = 1 << 22;

    /// <summary>Explains.</summary>
    /// <returns>The cause; null for none.</returns>
    public Cause? Find() => Shortcut() ?? Centred() ?? Reordered() ?? Reduced() ?? Attention();

    /// <summary>B is A and some multiple of an earlier array.</summary>
    private Cause? Shortcut()
    {
        var difference = at.A.Zip(at.B, (a, b) => b - a).ToArray();
        foreach (var other in before.Where(other => other.A.Length == difference.Length))
        {
            double squares = 0,
                products = 0;
            for (var i = 0; i < difference.Length; i++)
                (squares, products) = (squares + other.A[i] * other.A[i], products + other.A[i] * difference[i]);
            var factor = products / squares;
            if (
                !double.IsFinite(factor)
                || Math.Abs(factor) < SameFactor
                || !difference.Zip(other.A).All(pair => Is(pair.First, factor * pair.Second))
                // A multiple of what it would be itself is a scale, not a sum.
                || at.A.Zip(other.A).All(pair => Is(pair.First, pair.Second))
                || at.Factor is not null
            )
                continue;
            var name = NameOf(other);
            return new Cause(
                "shortcut",
                Math.Abs(factor + 1) < SameFactor ? $"{name} is added to {at.Tensor.Name} in A, and not in B"
                    : Math.Abs(factor - 1) < SameFactor ? $"{name} is added to {at.Tensor.Name} in B, and not in A"
                    : $"{at.Tensor.Name} of B has {Numbers.Text(Math.Abs(factor))} times {name} {(factor < 0 ? "less" : "more")} than that of A",
                Remedy: "add it alike in both"
            );
        }
        return null;
    }

    /// <summary>One of the two has the mean over the rows taken off.</summary>
    private Cause? Centred()
    {
        var shape = at.Arrays.Value.A.Shape;
        if (shape.Count < 2 || shape[0] < 2)
            return null;
        var width = at.A.Length / shape[0];
        bool IsCentred(double[] whole, double[] centred)
        {
            var means = new double[width];
            for (var i = 0; i < whole.Length; i++)
                means[i % width] += whole[i] / shape[0];
            return means.Any(mean => Math.Abs(mean) > Slack * at.Allowed)
                && Enumerable.Range(0, whole.Length).All(i => Is(centred[i], whole[i] - means[i % width]));
        }
        return IsCentred(at.A, at.B) ? InOne("B")
            : IsCentred(at.B, at.A) ? InOne("A")
            : null;

        Cause InOne(string run) =>
            new(
                "centred",
                $"the mean over the rows is taken off {at.Tensor.Name} in {run} alone",
                Remedy: "centre both, or neither"
            );
    }

    /// <summary>Each row has the same numbers in another order.</summary>
    private Cause? Reordered()
    {
        var shape = at.Arrays.Value.A.Shape;
        if (shape.Count < 2)
            return null;
        var width = at.A.Length / shape[0];
        for (var row = 0; row < shape[0]; row++)
            if (
                !at
                    .A.AsSpan(row * width, width)
                    .ToArray()
                    .Order()
                    .Zip(at.B.AsSpan(row * width, width).ToArray().Order())
                    .All(pair => Is(pair.First, pair.Second))
            )
                return null;
        return new Cause(
            "another-order-of-elements",
            $"each row of {at.Tensor.Name} has the same numbers in another order: axes are exchanged, or flattened in another order",
            Remedy: "flatten and reshape in the same order of axes"
        );
    }

    /// <summary>Both are made of one earlier array along an axis, in different ways.</summary>
    private Cause? Reduced()
    {
        var candidates = before.Where(other => other.A.Length > at.A.Length && other.A.Length % at.A.Length == 0);
        foreach (var (other, function) in candidates.SelectMany(other => new[] { (other, ""), (other, "relu of ") }))
        {
            var values = function.Length == 0 ? other.A : Array.ConvertAll(other.A, x => Math.Max(x, 0));
            var shape = other.Arrays.Value.A.Shape;
            for (var first = 1; first < shape.Count; first++)
            for (var last = first; last < shape.Count; last++)
            {
                var length = shape.Skip(first).Take(last - first + 1).Aggregate(1, (product, side) => product * side);
                if (length * at.A.Length != other.A.Length || length < 2)
                    continue;
                var inner = shape.Skip(last + 1).Aggregate(1, (product, side) => product * side);
                var ofA = WayOf(values, at.A, length, inner);
                var ofB = WayOf(values, at.B, length, inner);
                if (ofA is not null && ofB is not null && ofA != ofB)
                    return new Cause(
                        "another-reduction-of-axes",
                        $"{at.Tensor.Name} is {ofA} of {function}{NameOf(other)} over {(first == last ? FormattableString.Invariant($"axis {first}") : FormattableString.Invariant($"axes {first} to {last}"))} in A, and {ofB} in B",
                        Remedy: "take one of the two in both"
                    );
            }
        }
        return null;
    }

    private string? WayOf(double[] values, double[] result, int length, int inner)
    {
        IEnumerable<double> Along(int i)
        {
            var start = i / inner * inner * length + i % inner;
            return Enumerable.Range(0, length).Select(k => values[start + k * inner]);
        }
        (string Words, Func<IEnumerable<double>, double> Of)[] ways =
        [
            ("the mean", along => along.Average()),
            ("the maximum", along => along.Max()),
            ("the sum", along => along.Sum()),
            ("the minimum", along => along.Min()),
        ];
        foreach (var (words, of) in ways)
            if (Enumerable.Range(0, result.Length).All(i => Is(result[i], of(Along(i)))))
                return words;
        for (var k = 0; k < length; k++)
            if (Enumerable.Range(0, result.Length).All(i => Is(result[i], Along(i).ElementAt(k))))
                return k == length - 1 ? "the last element" : FormattableString.Invariant($"element {k}");
        return null;
    }

    /// <summary>Both are attention of the same queries, keys and values, scaled or masked otherwise.</summary>
    private Cause? Attention()
    {
        var shape = at.Arrays.Value.A.Shape;
        const int ofSequences = 3;
        if (shape.Count != ofSequences || (long)at.A.Length * shape[1] > MostScores)
            return null;
        // Queries, keys and values in the order in which most programs compute them.
        var alike = before
            .Where(other =>
                other.Arrays.Value.A.Shape.SequenceEqual(shape)
                && !other.Tensor.Name.EndsWith(".input", StringComparison.Ordinal)
            )
            .Take(2 * ofSequences)
            .Reverse()
            .ToList();
        foreach (var queries in alike)
        foreach (var keys in alike)
        foreach (var values in alike)
        {
            if (queries == keys || keys == values || queries == values)
                continue;
            if (
                WayOfAttention(queries.A, keys.A, values.A, at.A, shape) is { } ofA
                && WayOfAttention(queries.A, keys.A, values.A, at.B, shape) is { } ofB
                && ofA != ofB
            )
                return new Cause(
                    "another-attention",
                    $"{at.Tensor.Name} is attention of {NameOf(queries)} to {NameOf(keys)} and {NameOf(values)} {ofA} in A, and {ofB} in B",
                    Remedy: "scale and mask the scores alike"
                );
        }
        return null;
    }

    private string? WayOfAttention(double[] q, double[] k, double[] v, double[] result, IReadOnlyList<int> shape)
    {
        foreach (var isCausal in new[] { false, true })
        foreach (
            var (scale, words) in new[]
            {
                (Math.Sqrt(shape[2]), "with scores / sqrt(d)"),
                (1.0, "with plain scores"),
                (shape[2], "with scores / d"),
            }
        )
            if (
                Enumerable
                    .Range(0, shape[0] * shape[1])
                    .All(position => IsAttention(q, k, v, result, shape, position, scale, isCausal))
            )
                return words + (isCausal ? ", causal" : ", without a mask");
        return null;
    }

    private bool IsAttention(
        double[] q,
        double[] k,
        double[] v,
        double[] result,
        IReadOnlyList<int> shape,
        int position,
        double scale,
        bool isCausal
    )
    {
        var (time, width) = (shape[1], shape[2]);
        var first = position / time * time;
        var weights = new double[isCausal ? position - first + 1 : time];
        for (var s = 0; s < weights.Length; s++)
        for (var j = 0; j < width; j++)
            weights[s] += q[position * width + j] * k[(first + s) * width + j] / scale;
        var largest = weights.Max();
        weights = Array.ConvertAll(weights, score => Math.Exp(score - largest));
        var sum = weights.Sum();
        for (var j = 0; j < width; j++)
        {
            var y = weights.Select((weight, s) => weight / sum * v[(first + s) * width + j]).Sum();
            if (!Is(result[position * width + j], y))
                return false;
        }
        return true;
    }

    /// <summary>One of the two is an earlier array as it is.</summary>
    /// <returns>The cause; null for none.</returns>
    public Cause? Itself()
    {
        foreach (var other in before.Where(other => other.A.Length == at.A.Length))
        foreach (var (run, values, rest) in new[] { ("B", at.B, "A"), ("A", at.A, "B") })
            if (values.Zip(other.A).All(pair => Is(pair.First, pair.Second)))
                return new Cause(
                    "nothing-done",
                    $"{at.Tensor.Name} is {NameOf(other)} as it is in {run}, and something else is made of it in {rest}",
                    Remedy: "do the same with it in both"
                );
        return null;
    }

    private bool Is(double a, double b) => Math.Abs(a - b) <= Slack * at.Allowed;

    private static string NameOf(SceneTensor tensor) =>
        tensor.Tensor.Kind == RecordedKind.Input ? "the input" : tensor.Tensor.Name;
}
