using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compare.Reference.Numerics.Products;

/// <summary>The speed that no product of float can exceed: independent fused multiply-adds, and nothing else.</summary>
public static class FusedMultiplyAddPeak
{
    private const int Chains = 12;
    private const int Rounds = 40_000;

    /// <summary>Measures for about a quarter of a millisecond on each thread.</summary>
    /// <param name="threads">Threads that compute at the same time, at least 1.</param>
    /// <returns>Floating-point operations per second of all threads together, a multiply-add counting as two.</returns>
    public static double Measure(int threads)
    {
        var started = TimeProvider.System.GetTimestamp();
        ForkJoin.Run(threads, threads, Run);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return 2.0 * Chains * Rounds * Vector256<float>.Count * threads / seconds;
    }

    // 256 bits: processors with wider registers either compute in halves or have one unit fewer for the wide ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(int part)
    {
        Vector256<float> x = Vector256.Create(0.999f),
            y = Vector256.Create(0.001f);
        Vector256<float> c0 = y,
            c1 = y,
            c2 = y,
            c3 = y,
            c4 = y,
            c5 = y;
        Vector256<float> c6 = y,
            c7 = y,
            c8 = y,
            c9 = y,
            c10 = y,
            c11 = y;
        for (var i = 0; i < Rounds; i++)
        {
            c0 = Vector256.FusedMultiplyAdd(x, c0, y);
            c1 = Vector256.FusedMultiplyAdd(x, c1, y);
            c2 = Vector256.FusedMultiplyAdd(x, c2, y);
            c3 = Vector256.FusedMultiplyAdd(x, c3, y);
            c4 = Vector256.FusedMultiplyAdd(x, c4, y);
            c5 = Vector256.FusedMultiplyAdd(x, c5, y);
            c6 = Vector256.FusedMultiplyAdd(x, c6, y);
            c7 = Vector256.FusedMultiplyAdd(x, c7, y);
            c8 = Vector256.FusedMultiplyAdd(x, c8, y);
            c9 = Vector256.FusedMultiplyAdd(x, c9, y);
            c10 = Vector256.FusedMultiplyAdd(x, c10, y);
            c11 = Vector256.FusedMultiplyAdd(x, c11, y);
        }
        GC.KeepAlive(Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11));
    }
}
