using Compare.Reference.Numerics;

namespace Compare.Problems.Data;

/// <summary>A stream of pseudo-random numbers that is the same on every platform and in every version.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"): a counter and a mixing function, so
/// neighbouring seeds give unrelated streams. Period 2^64. Not for secrets. Not safe to share between threads.
/// </remarks>
/// <param name="seed">Any number; equal seeds give equal streams.</param>
public sealed class RandomSource(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private const double TwoToMinus53 = 1.0 / (1L << 53);

    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    /// <returns>Each value with the same probability.</returns>
    public ulong NextUInt64() => Mix(_state += GoldenGamma);

    /// <summary>A number of [0, 1), a multiple of 2^-53.</summary>
    /// <returns>Each multiple with the same probability.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * TwoToMinus53;

    /// <summary>A number between two bounds.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <returns>A number of [low, high], uniformly distributed.</returns>
    internal double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>The difference of two uniform numbers: in (-1, 1), mostly near 0, variance 1/6.</summary>
    /// <returns>The number.</returns>
    internal double Triangular()
    {
        var first = NextDouble();
        return first - NextDouble();
    }

    /// <summary>
    /// A standard normal number by the polar method (Marsaglia and Bray 1964). The logarithm is our own, because that of the
    /// platform may differ in the last place from machine to machine, and the stream must not.
    /// </summary>
    /// <returns>The number.</returns>
    public double NextNormal()
    {
        while (true)
        {
            var x = 2 * NextDouble() - 1;
            var y = 2 * NextDouble() - 1;
            var s = x * x + y * y;
            if (s is > 0 and < 1)
                return x * Math.Sqrt(-2 * DoubleDouble.Log(DoubleDouble.FromDouble(s)).Hi / s);
        }
    }

    /// <summary>A coin.</summary>
    /// <returns>True with probability 1/2.</returns>
    public bool NextBool() => NextUInt64() >> 63 != 0;

    /// <summary>A whole number below a bound, without the bias of a remainder (Lemire 2019).</summary>
    /// <param name="bound">At least 1.</param>
    /// <returns>0 to <paramref name="bound"/> - 1, each with the same probability.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is less than 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (uint)bound;
        // Products whose low half is below 2^32 mod range would favour some values.
        var unfair = (0u - range) % range;
        ulong product;
        do product = (NextUInt64() >> 32) * range;
        while ((uint)product < unfair);
        return (int)(product >> 32);
    }

    /// <summary>Derives the seed of an independent stream from a seed and an index.</summary>
    /// <param name="seed">The common seed.</param>
    /// <param name="index">Which of the streams.</param>
    /// <returns>The seed of stream <paramref name="index"/>.</returns>
    public static ulong SeedOf(ulong seed, ulong index) => Mix(Mix(seed) + GoldenGamma * (index + 1));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
