using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Compare.Reference.Numerics.Products;

/// <summary>The product of matrices of float or double on vector registers.</summary>
/// <remarks>
/// Every element of C is one chain of fused multiply-adds over the inner dimension, from the first index to the last, that starts
/// from zero or from the element of C. No element waits for another, so tiles, register widths, threads and alignment change the
/// time but not one bit, and a row of C depends on its own row of op(A) only. An intermediate sum that is stored and loaded again
/// loses nothing, so the chain may be cut.
/// </remarks>
internal static unsafe class BlockedProduct
{
    /// <summary>Longest piece of the inner dimension at once: bounds the memory for packing, and keeps a panel in the second cache.</summary>
    private const int Depth = 1024;

    /// <summary>What it costs to transpose a register's worth of elements, in multiply-adds of a register; measured.</summary>
    private const double TranspositionCost = 5;

    /// <summary>Whether this processor multiplies and adds vectors with one rounding.</summary>
    public static bool IsSupported => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Bits of the widest register that this processor is fast with: 512, 256 or 128.</summary>
    public static int WidestRegister =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;

    /// <summary>Writes A B into C, or adds it to C.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">A, shape (m x n), stored by rows or by columns.</param>
    /// <param name="b">B, shape (n x p), stored by rows or by columns.</param>
    /// <param name="c">C, shape (m x p); overwritten or added to. Overlaps neither A nor B.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    /// <param name="bits">Bits of the widest register to use.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    public static void Multiply<T>(Strided<T> a, Strided<T> b, Strided<T> c, bool accumulate, int bits, int threads)
        where T : unmanaged
    {
        var lanes = bits / 8 / sizeof(T);
        // C' = B' A' is the same chains, but the vectors then run down the columns of C.
        if (Cost(b.Transposed, a.Transposed, c.Transposed, lanes) < Cost(a, b, c, lanes))
            (a, b, c) = (b.Transposed, a.Transposed, c.Transposed);
        if (c.Rows == 0 || c.Columns == 0)
            return;
        if (a.Columns == 0 && !accumulate)
            Clear(c);
        for (var p = 0; p < a.Columns; p += Depth)
        {
            var depth = Math.Min(Depth, a.Columns - p);
            var ofA = a.Block(0, p, a.Rows, depth);
            var ofB = b.Block(p, 0, depth, b.Columns);
            new ProductJob<T>(ofA, ofB, c, accumulate || p > 0, bits, threads).Run();
        }
    }

    /// <summary>Multiply-adds of registers, with the copies between storage by rows and by columns counted as such.</summary>
    private static double Cost<T>(Strided<T> a, Strided<T> b, Strided<T> c, int lanes)
        where T : unmanaged
    {
        var registers = Math.Ceiling(2.0 * b.Columns / lanes) / 2;
        var multiplyAdds = (double)a.Rows * a.Columns;
        var transposed = (b.ColumnStep == 1 ? 0 : b.Rows) + (c.ColumnStep == 1 ? 0 : (double)c.Rows);
        return registers * (multiplyAdds + TranspositionCost * transposed);
    }

    private static void Clear<T>(Strided<T> c)
        where T : unmanaged
    {
        for (var i = 0; i < c.Rows; i++)
        for (var j = 0; j < c.Columns; j++)
            *c.At(i, j) = default;
    }
}
