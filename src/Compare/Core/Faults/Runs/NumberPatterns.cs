using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Faults.Runs;

/// <summary>
/// What two arrays that should be one have in common: the rows in another order, another dropout mask, another format. Each pattern has
/// to hold for every element, to within the rounding that is allowed for the two.
/// </summary>
/// <param name="Tensor">What they are.</param>
/// <param name="A">In A.</param>
/// <param name="B">In B, in the orientation of A.</param>
/// <param name="Allowed">How far two elements may be apart and be the same.</param>
internal sealed record NumberPatterns(RunTensor Tensor, NpyArray A, NpyArray B, double Allowed)
{
    /// <summary>A share of zeros that is no accident.</summary>
    private const double ManyZeros = 0.02;

    private const int FewestForShares = 40;

    /// <summary>A ratio this near to 1 is 1.</summary>
    private const double SameRatio = 1e-4;

    /// <summary>How many roundings of a narrow format two numbers may be apart.</summary>
    private const double Few = 32;

    private double[] X => A.Values;

    private double[] Y => B.Values;

    /// <summary>Tries the patterns of computed arrays.</summary>
    /// <returns>The first that holds; null for none.</returns>
    public Cause? Find() => AnotherMask() ?? AnotherFormat() ?? OneSided();

    /// <summary>What is plain without a pattern: another shape, numbers that left the range, and what a run is given.</summary>
    /// <returns>The cause; null for none.</returns>
    public Cause? Given() =>
        X.Length != Y.Length
            ? new Cause(
                "another-shape",
                $"{Tensor.Words} is {A.ShapeWords} in A and {B.ShapeWords} in B",
                Remedy: "give both runs the same sizes"
            )
            : LeftRange() ?? GivenOtherwise();

    private Cause? LeftRange()
    {
        bool a = Array.Exists(X, x => !double.IsFinite(x)),
            b = Array.Exists(Y, y => !double.IsFinite(y));
        return a == b
            ? null
            : new Cause(
                "left-range",
                $"{Tensor.Words} has numbers that are not finite in {(a ? "A" : "B")} from here on, and none in {(a ? "B" : "A")}",
                Remedy: "look for a division by zero or an overflow at this place"
            );
    }

    /// <summary>What a run is given, and does not compute.</summary>
    private Cause? GivenOtherwise()
    {
        switch (Tensor.Kind)
        {
            case RecordedKind.Setting:
                return new Cause(
                    "another-setting",
                    $"{Tensor.Name} is {Numbers.Exact(X[0])} in A and {Numbers.Exact(Y[0])} in B",
                    Remedy: "set it alike"
                );
            case RecordedKind.Input when ArePermutedRows():
                return new Cause(
                    "another-order",
                    $"the batch has the same rows in another order ({Tensor.Name})",
                    Remedy: "shuffle with the same seed, or record with the same order"
                );
            case RecordedKind.Input:
                return new Cause(
                    "another-batch",
                    $"the batch is another one ({Tensor.Name})",
                    Remedy: "draw the same batches: the same seed and order, and the same last batch"
                );
            default:
                return null;
        }
    }

    private bool ArePermutedRows()
    {
        if (A.Shape.Count == 0 || A.Shape[0] < 2)
            return false;
        var width = X.Length / A.Shape[0];
        string Key(double[] values, int row) =>
            string.Join(' ', values.AsSpan(row * width, width).ToArray().Select(BitConverter.DoubleToInt64Bits));
        var rows = Enumerable.Range(0, A.Shape[0]).ToList();
        return rows.Select(row => Key(X, row))
            .Order(StringComparer.Ordinal)
            .SequenceEqual(rows.Select(row => Key(Y, row)).Order(StringComparer.Ordinal));
    }

    /// <summary>Zeros at other places, and the rest the same or scaled.</summary>
    private Cause? AnotherMask()
    {
        if (Tensor.Kind is not (RecordedKind.Activation or RecordedKind.Mask) || X.Length < FewestForShares)
            return null;
        int zerosA = X.Count(x => x == 0),
            zerosB = Y.Count(y => y == 0),
            zerosInBoth = X.Zip(Y).Count(pair => pair.First == 0 && pair.Second == 0);
        double shareA = zerosA / (double)X.Length,
            shareB = zerosB / (double)X.Length;
        if (RatioWhereNeitherIsZero() is not { } ratio)
            return null;
        var isOne = Math.Abs(ratio - 1) < SameRatio;
        var onlyA = zerosA - zerosInBoth;
        var onlyB = zerosB - zerosInBoth;
        if (onlyA > ManyZeros * X.Length && onlyB > ManyZeros * X.Length && isOne)
            return new Cause(
                "another-mask",
                $"the mask of {Tensor.Name} is drawn anew: zeros are at other places, {Percent(shareA)} of A and {Percent(shareB)} of B, and the other elements are the same",
                Remedy: "record the mask and give it to both, or switch dropout off"
            );
        if (onlyB > ManyZeros * X.Length && onlyA == 0 && !AreOneSided(X, Y))
            return DropoutOn("A", "B", onlyB, zerosInBoth, ratio);
        if (onlyA > ManyZeros * X.Length && onlyB == 0 && !AreOneSided(Y, X))
            return DropoutOn("B", "A", onlyA, zerosInBoth, 1 / ratio);
        if (
            onlyA == 0
            && onlyB == 0
            && zerosInBoth > ManyZeros * X.Length
            && !isOne
            && Tensor.Kind == RecordedKind.Activation
        )
        {
            // Inverted dropout with share p divides by 1 - p.
            var kept = 1 - shareA;
            if (Math.Abs(ratio - 1 / kept) < 0.1 / kept || Math.Abs(ratio - kept) < 0.1 * kept)
                return new Cause(
                    "dropout-scale",
                    $"dropout is scaled in {(ratio > 1 ? "B" : "A")} and not in {(ratio > 1 ? "A" : "B")}: {Tensor.Name} has zeros at the same places, and the rest is {Numbers.Text(ratio)} times as large in B",
                    Remedy: "divide what is kept by 1 - p in both"
                );
        }
        return null;
    }

    /// <summary>Whether what one run alone has as zeros has one sign in the other, as a relu makes them, and dropout does not.</summary>
    private static bool AreOneSided(double[] full, double[] zeroed)
    {
        var lost = full.Where((x, i) => x != 0 && zeroed[i] == 0).ToList();
        var kept = full.Where((_, i) => zeroed[i] != 0).ToList();
        return lost.TrueForAll(x => x < 0) && kept.TrueForAll(x => x > 0);
    }

    private Cause? DropoutOn(string off, string on, int dropped, int zeros, double ratio)
    {
        var share = dropped / (double)(X.Length - zeros);
        return Math.Abs(ratio * (1 - share) - 1) < 0.2 || Math.Abs(ratio - 1) < SameRatio
            ? new Cause(
                "evaluation-mode",
                $"dropout is on in {on} and off in {off}, as in evaluation mode: {Percent(share)} of {Tensor.Name} is zero in {on} alone",
                Remedy: $"switch {off} to training mode, or dropout off in both"
            )
            : null;
    }

    private double? RatioWhereNeitherIsZero()
    {
        var pairs = X.Zip(Y).Where(pair => pair.First != 0 && pair.Second != 0).ToList();
        if (pairs.Count < 2)
            return null;
        var ratio = pairs.Sum(pair => pair.First * pair.Second) / pairs.Sum(pair => pair.First * pair.First);
        return pairs.TrueForAll(pair =>
            Math.Abs(pair.Second - ratio * pair.First) <= 2 * Math.Max(1, Math.Abs(ratio)) * Allowed
        )
            ? ratio
            : null;
    }

    private Cause? AnotherFormat()
    {
        foreach (var (values, run, others) in new[] { (Y, "B", X), (X, "A", Y) })
        foreach (
            var (format, roundoff, round) in new (string, double, Func<double, double>)[]
            {
                ("bfloat16", BFloat16.UnitRoundoff, RoundToBFloat16),
                ("float16", Binary16.UnitRoundoff, x => (double)(Half)x),
                ("float32", Binary32.UnitRoundoff, x => (float)x),
            }
        )
            if (
                Array.TrueForAll(values, x => round(x) == x)
                && !Array.TrueForAll(others, x => round(x) == x)
                && values.Zip(others).All(pair => Math.Abs(pair.First - pair.Second) <= Few * roundoff * Largest)
                && values.Length > 1
            )
                return new Cause(
                    "another-format",
                    $"{Tensor.Words} is computed in {format} in {run}, and in a wider format in {(run == "A" ? "B" : "A")}",
                    Remedy: "compute both in one format"
                );
        return null;
    }

    private double Largest => Math.Max(X.Max(Math.Abs), Y.Max(Math.Abs));

    private static double RoundToBFloat16(double x)
    {
        var bits = BitConverter.SingleToUInt32Bits((float)x);
        return BitConverter.UInt32BitsToSingle(bits & 0xFFFF0000);
    }

    private Cause? OneSided()
    {
        if (Array.TrueForAll(Y, y => y == 0) || Array.TrueForAll(X, x => x == 0))
        {
            var run = Array.TrueForAll(Y, y => y == 0) ? "B" : "A";
            return new Cause(
                "all-zero",
                $"{Tensor.Words} is zero throughout in {run}",
                Remedy: "look whether it is frozen there, or not connected to the loss"
            );
        }
        return null;
    }

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:0} %");
}
