using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compare.Reference.Numerics.Products;

/// <summary>Copies a matrix to its transpose.</summary>
internal static unsafe class Transposition
{
    /// <summary>Writes element (i, j) of the source to element (j, i) of the target.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="source">Element (i, j) lies at i sourceRow + j.</param>
    /// <param name="sourceRow">Elements from row to row of the source.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">Element (j, i) lies at j targetRow + i; overwritten.</param>
    /// <param name="targetRow">Elements from row to row of the target.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* source, nint sourceRow, int rows, int columns, T* target, nint targetRow)
        where T : unmanaged
    {
        // A block is as many rows as a register holds, by the 16 bytes that each quarter or half of it holds.
        var width = Vector128<T>.Count;
        var whole = columns - columns % width;
        var i = 0;
        if (Avx512F.IsSupported)
            for (; i <= rows - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                for (var j = 0; j < whole; j += width)
                    Block512(source + i * sourceRow + j, sourceRow, target + j * targetRow + i, targetRow);
                Plain(source, sourceRow, i, i + Vector512<T>.Count, whole, columns, target, targetRow);
            }
        if (Avx.IsSupported)
            for (; i <= rows - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                for (var j = 0; j < whole; j += width)
                    Block256(source + i * sourceRow + j, sourceRow, target + j * targetRow + i, targetRow);
                Plain(source, sourceRow, i, i + Vector256<T>.Count, whole, columns, target, targetRow);
            }
        Plain(source, sourceRow, i, rows, 0, columns, target, targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Plain<T>(
        T* source,
        nint sourceRow,
        int fromRow,
        int toRow,
        int fromColumn,
        int toColumn,
        T* target,
        nint targetRow
    )
        where T : unmanaged
    {
        for (var i = fromRow; i < toRow; i++)
        for (var j = fromColumn; j < toColumn; j++)
            target[j * targetRow + i] = source[i * sourceRow + j];
    }

    /// <summary>16 x 4 of float: each quarter of four registers is a 4 x 4 block. 8 x 2 of double: 2 x 2 of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block512<T>(T* source, nint row, T* target, nint targetRow)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            var (v0, v1) = (Rows512((double*)source, 2 * row), Rows512((double*)source + row, 2 * row));
            Avx512F.UnpackLow(v0, v1).Store((double*)target);
            Avx512F.UnpackHigh(v0, v1).Store((double*)target + targetRow);
        }
        else
        {
            var s = (float*)source;
            var (v0, v1) = (Rows512(s, 4 * row), Rows512(s + row, 4 * row));
            var (v2, v3) = (Rows512(s + 2 * row, 4 * row), Rows512(s + 3 * row, 4 * row));
            var (low01, low23) = (Avx512F.UnpackLow(v0, v1).AsDouble(), Avx512F.UnpackLow(v2, v3).AsDouble());
            var (high01, high23) = (Avx512F.UnpackHigh(v0, v1).AsDouble(), Avx512F.UnpackHigh(v2, v3).AsDouble());
            Avx512F.UnpackLow(low01, low23).Store((double*)target);
            Avx512F.UnpackHigh(low01, low23).Store((double*)(target + targetRow));
            Avx512F.UnpackLow(high01, high23).Store((double*)(target + 2 * targetRow));
            Avx512F.UnpackHigh(high01, high23).Store((double*)(target + 3 * targetRow));
        }
    }

    /// <summary>8 x 4 of float: each half of four registers is a 4 x 4 block. 4 x 2 of double: 2 x 2 of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block256<T>(T* source, nint row, T* target, nint targetRow)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            var (v0, v1) = (Rows256((double*)source, 2 * row), Rows256((double*)source + row, 2 * row));
            Avx.UnpackLow(v0, v1).Store((double*)target);
            Avx.UnpackHigh(v0, v1).Store((double*)target + targetRow);
        }
        else
        {
            var s = (float*)source;
            var (v0, v1) = (Rows256(s, 4 * row), Rows256(s + row, 4 * row));
            var (v2, v3) = (Rows256(s + 2 * row, 4 * row), Rows256(s + 3 * row, 4 * row));
            var (low01, low23) = (Avx.UnpackLow(v0, v1).AsDouble(), Avx.UnpackLow(v2, v3).AsDouble());
            var (high01, high23) = (Avx.UnpackHigh(v0, v1).AsDouble(), Avx.UnpackHigh(v2, v3).AsDouble());
            Avx.UnpackLow(low01, low23).Store((double*)target);
            Avx.UnpackHigh(low01, low23).Store((double*)(target + targetRow));
            Avx.UnpackLow(high01, high23).Store((double*)(target + 2 * targetRow));
            Avx.UnpackHigh(high01, high23).Store((double*)(target + 3 * targetRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Rows512<T>(T* source, nint step)
        where T : unmanaged => Vector512.Create(Rows256(source, step), Rows256(source + 2 * step, step));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Rows256<T>(T* source, nint step)
        where T : unmanaged => Vector256.Create(Vector128.Load(source), Vector128.Load(source + step));
}
