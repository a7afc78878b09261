using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics.Products;

/// <summary>The innermost loop: a tile of C that stays in registers while the inner dimension passes by.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="TLanes">Its operations.</typeparam>
/// <typeparam name="TRows">Rows of the tile, 1 to 8; the branches on it are decided by the compiler.</typeparam>
/// <typeparam name="TRegisters">Registers in a row of the tile, 1 to 3.</typeparam>
internal static unsafe class TileKernel<T, TVector, TLanes, TRows, TRegisters>
    where T : unmanaged
    where TVector : struct
    where TLanes : ILanes<TVector, T>
    where TRows : ISize
    where TRegisters : ISize
{
    /// <summary>Computes C_ij = a_i1 b_1j + a_i2 b_2j + ..., each product fused with the sum before it, from the first to the last.</summary>
    /// <param name="n">Inner dimension.</param>
    /// <param name="a">Element (i, p) lies at i aRow + p aStep; one row for each row of the tile.</param>
    /// <param name="aRow">Elements from row to row of A.</param>
    /// <param name="aStep">Elements from one inner index to the next.</param>
    /// <param name="b">Element (p, j) lies at p bStep + j.</param>
    /// <param name="bStep">Elements from one inner index to the next.</param>
    /// <param name="c">Element (i, j) lies at i cRow + j; overwritten, or continued.</param>
    /// <param name="cRow">Elements from row to row of C.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint n, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TVector c00 = default,
            c01 = default,
            c02 = default;
        TVector c10 = default,
            c11 = default,
            c12 = default;
        TVector c20 = default,
            c21 = default,
            c22 = default;
        TVector c30 = default,
            c31 = default,
            c32 = default;
        TVector c40 = default,
            c41 = default,
            c42 = default;
        TVector c50 = default,
            c51 = default,
            c52 = default;
        TVector c60 = default,
            c61 = default,
            c62 = default;
        TVector c70 = default,
            c71 = default,
            c72 = default;
        if (accumulate)
        {
            Load(0, c + 0 * cRow, ref c00, ref c01, ref c02);
            Load(1, c + 1 * cRow, ref c10, ref c11, ref c12);
            Load(2, c + 2 * cRow, ref c20, ref c21, ref c22);
            Load(3, c + 3 * cRow, ref c30, ref c31, ref c32);
            Load(4, c + 4 * cRow, ref c40, ref c41, ref c42);
            Load(5, c + 5 * cRow, ref c50, ref c51, ref c52);
            Load(6, c + 6 * cRow, ref c60, ref c61, ref c62);
            Load(7, c + 7 * cRow, ref c70, ref c71, ref c72);
        }
        nint a2 = 2 * aRow,
            a3 = 3 * aRow,
            a4 = 4 * aRow,
            a5 = 5 * aRow,
            a6 = 6 * aRow,
            a7 = 7 * aRow;
        for (var end = a + n * aStep; a != end; a += aStep, b += bStep)
        {
            var b0 = TLanes.Load(b);
            var b1 = TRegisters.Value > 1 ? TLanes.Load(b + TLanes.Count) : default;
            var b2 = TRegisters.Value > 2 ? TLanes.Load(b + 2 * TLanes.Count) : default;
            Add(0, a, b0, b1, b2, ref c00, ref c01, ref c02);
            Add(1, a + aRow, b0, b1, b2, ref c10, ref c11, ref c12);
            Add(2, a + a2, b0, b1, b2, ref c20, ref c21, ref c22);
            Add(3, a + a3, b0, b1, b2, ref c30, ref c31, ref c32);
            Add(4, a + a4, b0, b1, b2, ref c40, ref c41, ref c42);
            Add(5, a + a5, b0, b1, b2, ref c50, ref c51, ref c52);
            Add(6, a + a6, b0, b1, b2, ref c60, ref c61, ref c62);
            Add(7, a + a7, b0, b1, b2, ref c70, ref c71, ref c72);
        }
        Store(0, c + 0 * cRow, c00, c01, c02);
        Store(1, c + 1 * cRow, c10, c11, c12);
        Store(2, c + 2 * cRow, c20, c21, c22);
        Store(3, c + 3 * cRow, c30, c31, c32);
        Store(4, c + 4 * cRow, c40, c41, c42);
        Store(5, c + 5 * cRow, c50, c51, c52);
        Store(6, c + 6 * cRow, c60, c61, c62);
        Store(7, c + 7 * cRow, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(int row, T* c, ref TVector c0, ref TVector c1, ref TVector c2)
    {
        if (row >= TRows.Value)
            return;
        c0 = TLanes.Load(c);
        if (TRegisters.Value > 1)
            c1 = TLanes.Load(c + TLanes.Count);
        if (TRegisters.Value > 2)
            c2 = TLanes.Load(c + 2 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        int row,
        T* a,
        TVector b0,
        TVector b1,
        TVector b2,
        ref TVector c0,
        ref TVector c1,
        ref TVector c2
    )
    {
        if (row >= TRows.Value)
            return;
        var factor = TLanes.Broadcast(a);
        c0 = TLanes.MultiplyAdd(factor, b0, c0);
        if (TRegisters.Value > 1)
            c1 = TLanes.MultiplyAdd(factor, b1, c1);
        if (TRegisters.Value > 2)
            c2 = TLanes.MultiplyAdd(factor, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int row, T* c, TVector c0, TVector c1, TVector c2)
    {
        if (row >= TRows.Value)
            return;
        TLanes.Store(c0, c);
        if (TRegisters.Value > 1)
            TLanes.Store(c1, c + TLanes.Count);
        if (TRegisters.Value > 2)
            TLanes.Store(c2, c + 2 * TLanes.Count);
    }
}
