using Compare.Oracles;
using Compare.Problems.Recorded;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>How far a tensor of A is from its counterpart in B at one update.</summary>
internal sealed record TensorDifference
{
    private const double Few = 4;

    /// <summary>Whether all bits are the same.</summary>
    public bool IsEqual => Different == 0 && !IsMisshapen;

    /// <summary>How many elements differ.</summary>
    public long Different { get; private init; }

    /// <summary>Number of elements in A.</summary>
    public int Length { get; private init; }

    /// <summary>The longest sum that can be behind an element, as far as the shape tells.</summary>
    public int Reach { get; private init; }

    /// <summary>The largest absolute difference; infinite where a number stands beside none.</summary>
    public double Largest { get; private init; }

    /// <summary>The largest magnitude of both.</summary>
    public double Scale { get; private init; }

    /// <summary>Index of the largest difference in A.</summary>
    public int At { get; private init; }

    /// <summary>The element there in A; the first where nothing differs.</summary>
    public double A { get; private init; }

    /// <summary>The element there in B; the first where nothing differs.</summary>
    public double B { get; private init; }

    /// <summary>The greatest relative rounding error of the format of A.</summary>
    public double RoundoffOfA { get; private init; }

    /// <summary>The greatest relative rounding error of the format of B.</summary>
    public double RoundoffOfB { get; private init; }

    /// <summary>The greatest relative rounding error of the coarser of the two formats.</summary>
    public double Roundoff => Math.Max(RoundoffOfA, RoundoffOfB);

    /// <summary>Whether A has a number that is not finite.</summary>
    public bool LeftRangeInA { get; private init; }

    /// <summary>Whether B has.</summary>
    public bool LeftRangeInB { get; private init; }

    /// <summary>Whether the two have different numbers of elements.</summary>
    public bool IsMisshapen { get; private init; }

    /// <summary>Number of columns of A, to name an element; 1 for a vector.</summary>
    public int Columns { get; private init; }

    /// <summary>The largest difference relative to the largest magnitude.</summary>
    public double Relative => Largest == 0 ? 0 : Largest / Scale;

    /// <summary>What rounding may do to sums, estimated: 4 u sqrt(N) of the largest element, and 4 u of the largest of its like, for what cancels.</summary>
    /// <param name="reach">N, the longest sum.</param>
    /// <param name="scale">The largest element of all tensors of the kind.</param>
    /// <returns>The absolute difference that it may make.</returns>
    public double Rounding(int reach, double scale) => Few * Roundoff * (Math.Sqrt(reach) * Scale + scale);

    /// <summary>Where the largest difference is.</summary>
    /// <param name="update">The number of the update.</param>
    /// <param name="words">The tensor in words.</param>
    /// <returns>The place, with both elements.</returns>
    public Location PlaceAt(long update, string words) =>
        new()
        {
            Update = update,
            Tensor = words,
            Row = Length > 1 ? At / Columns : null,
            Column = Length > 1 && Columns > 1 ? At % Columns : null,
            Values = IsMisshapen ? [] : [new("A", A), new("B", B)],
        };

    /// <summary>Compares.</summary>
    /// <param name="a">A tensor of A.</param>
    /// <param name="b">A tensor of B.</param>
    /// <param name="isTransposed">Whether B has it as the transpose.</param>
    /// <returns>The difference; null for texts.</returns>
    public static TensorDifference? Of(NpyArray a, NpyArray b, bool isTransposed)
    {
        if (a.Text is not null || b.Text is not null)
            return null;
        var columns = a.Shape.Count > 1 ? a.Shape[^1] : 1;
        var basic = new TensorDifference
        {
            Length = a.Values.Length,
            Columns = Math.Max(columns, 1),
            Reach = ReachOf(a.Shape, a.Values.Length),
            RoundoffOfA = RoundoffOf(a),
            RoundoffOfB = RoundoffOf(b),
        };
        if (a.Values.Length != b.Values.Length)
            return basic with { IsMisshapen = true, Largest = double.PositiveInfinity };
        var other = isTransposed && a.Shape.Count == 2 ? Transposed(b.Values, a.Shape[0], a.Shape[1]) : b.Values;
        if (a.Values.AsSpan().SequenceEqual(other))
            return basic with
            {
                Scale = LargestOf(a.Values),
                A = a.Values.FirstOrDefault(),
                B = a.Values.FirstOrDefault(),
            };
        long different = 0;
        double largest = -1,
            scale = 0;
        var at = 0;
        bool leftA = false,
            leftB = false;
        for (var i = 0; i < other.Length; i++)
        {
            double x = a.Values[i],
                y = other[i];
            leftA |= !double.IsFinite(x);
            leftB |= !double.IsFinite(y);
            if (double.IsFinite(x))
                scale = Math.Max(scale, Math.Abs(x));
            if (double.IsFinite(y))
                scale = Math.Max(scale, Math.Abs(y));
            if (x.Equals(y) || x == y)
                continue;
            different++;
            var distance = Comparison.Distance(x, y);
            if (distance > largest)
                (largest, at) = (distance, i);
        }
        return basic with
        {
            Different = different,
            Largest = Math.Max(largest, 0),
            Scale = scale,
            At = at,
            A = a.Values[at],
            B = other[at],
            LeftRangeInA = leftA,
            LeftRangeInB = leftB,
        };
    }

    /// <summary>B's numbers in the order of A's.</summary>
    /// <param name="values">B's, shape (columns x rows).</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Columns of A.</param>
    /// <returns>A new array, shape (rows x columns).</returns>
    public static double[] Transposed(double[] values, int rows, int columns)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = values[i % columns * rows + i / columns];
        return result;
    }

    /// <summary>A number that was widened before it was saved keeps the error of its own format.</summary>
    private static double RoundoffOf(NpyArray array) =>
        array.Precision == Problems.Precision.Float64
        && Array.TrueForAll(array.Values, x => (float)x == x || double.IsNaN(x))
            ? Binary32.UnitRoundoff
            : array.UnitRoundoff;

    private static double LargestOf(double[] values)
    {
        double largest = 0;
        foreach (var value in values)
            largest = Math.Max(largest, double.IsFinite(value) ? Math.Abs(value) : 0);
        return largest;
    }

    private static int ReachOf(IReadOnlyList<int> shape, int length)
    {
        var least = shape.Where(side => side > 1).DefaultIfEmpty(1).Min();
        return Math.Max(1, length / least);
    }
}
