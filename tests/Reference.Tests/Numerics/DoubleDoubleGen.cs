using Compare.Reference.Numerics;
using CsCheck;

namespace Compare.Reference.Tests.Numerics;

/// <summary>Random double-double numbers with full, short and empty low parts.</summary>
public static class DoubleDoubleGen
{
    /// <summary>Significands between 1 and 2: random bits, or the few bits and long runs of ones where rounding is worst.</summary>
    private static readonly Gen<double> Significand = Gen.OneOf(
        Gen.Double[1, 2],
        Gen.Int[0, 52].Select(i => 1 + Math.ScaleB(1, -i)),
        Gen.Int[0, 52].Select(i => 2 - Math.ScaleB(1, -i)),
        Gen.Select(Gen.Long[0, (1L << 26) - 1], Gen.Int[0, 26]).Select((n, i) => 1 + Math.ScaleB(n, -26 - i))
    );

    /// <summary>Exponents of the low part below the high part; most often directly below.</summary>
    private static readonly Gen<int> Gap = Gen.Frequency(
        (6, Gen.Int[53, 56]),
        (2, Gen.Int[53, 110]),
        (1, Gen.Int[110, 400])
    );

    private static Gen<double> Double(int least, int greatest) =>
        Gen.Select(Significand, Gen.Int[least, greatest], Gen.Bool)
            .Select((m, e, negative) => Math.ScaleB(negative ? -m : m, e));

    /// <summary>Nonzero numbers with binary exponents in a range.</summary>
    public static Gen<DoubleDouble> Number(int least, int greatest) =>
        Gen.Select(Double(least, greatest), Double(0, 0), Gap, Gen.Frequency((1, Gen.Const(0.0)), (7, Gen.Const(1.0))))
            .Select((hi, lo, gap, use) => DoubleDouble.Sum(hi, use * Math.ScaleB(lo, Math.ILogB(hi) - gap)));

    /// <summary>Pairs whose sums meet every case: far apart, overlapping, cancelling in the high part or nearly altogether.</summary>
    public static Gen<(DoubleDouble X, DoubleDouble Y)> Pair(int least, int greatest)
    {
        var x = Number(least, greatest);
        return Gen.OneOf(
            Gen.Select(x, x),
            Gen.Select(x, Number(0, 1), Gen.Int[-120, 120]).Select((a, b, e) => (a, Scaled(b, Math.ILogB(a.Hi) + e))),
            Gen.Select(x, Number(0, 1), Gen.Int[-2, 2]).Select((a, b, e) => (a, Scaled(b, Math.ILogB(a.Hi) + e))),
            Gen.Select(x, Number(0, 1), Gen.Int[-110, -45])
                .Select((a, b, e) => (a, DoubleDouble.Sum(-a.Hi, Math.ScaleB(b.Hi, Math.ILogB(a.Hi) + e))))
        );
    }

    private static DoubleDouble Scaled(DoubleDouble x, int k) =>
        DoubleDouble.Sum(Math.ScaleB(x.Hi, k), Math.ScaleB(x.Lo, k));
}
