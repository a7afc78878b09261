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
        // A block is as many rows as a register holds, by the 16 bytes that one of its lanes holds.
        var blockRows = Vector256<T>.Count;
        var blockColumns = Vector128<T>.Count;
        var i = 0;
        for (; Avx.IsSupported && i <= rows - blockRows; i += blockRows)
        {
            var from = source + i * sourceRow;
            var to = target + i;
            var j = 0;
            for (; j <= columns - blockColumns; j += blockColumns, from += blockColumns, to += blockColumns * targetRow)
                if (typeof(T) == typeof(float))
                    Block((float*)from, sourceRow, (float*)to, targetRow);
                else
                    Block((double*)from, sourceRow, (double*)to, targetRow);
            Plain(from, sourceRow, blockRows, columns - j, to, targetRow);
        }
        Plain(source + i * sourceRow, sourceRow, rows - i, columns, target + i, targetRow);
    }

    private static void Plain<T>(T* source, nint sourceRow, int rows, int columns, T* target, nint targetRow)
        where T : unmanaged
    {
        for (var j = 0; j < columns; j++)
        for (var i = 0; i < rows; i++)
            target[j * targetRow + i] = source[i * sourceRow + j];
    }

    /// <summary>8 x 4: the upper and lower lanes hold rows 0 to 3 and 4 to 7, each transposed as a 4 x 4 block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* source, nint row, float* target, nint targetRow)
    {
        var v0 = Rows(source, source + 4 * row);
        var v1 = Rows(source + row, source + 5 * row);
        var v2 = Rows(source + 2 * row, source + 6 * row);
        var v3 = Rows(source + 3 * row, source + 7 * row);
        var low01 = Avx.UnpackLow(v0, v1).AsDouble();
        var low23 = Avx.UnpackLow(v2, v3).AsDouble();
        var high01 = Avx.UnpackHigh(v0, v1).AsDouble();
        var high23 = Avx.UnpackHigh(v2, v3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(target);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(target + targetRow);
        Avx.UnpackLow(high01, high23).AsSingle().Store(target + 2 * targetRow);
        Avx.UnpackHigh(high01, high23).AsSingle().Store(target + 3 * targetRow);
    }

    /// <summary>4 x 2: the lanes hold rows 0, 1 and 2, 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(double* source, nint row, double* target, nint targetRow)
    {
        var v0 = Rows(source, source + 2 * row);
        var v1 = Rows(source + row, source + 3 * row);
        Avx.UnpackLow(v0, v1).Store(target);
        Avx.UnpackHigh(v0, v1).Store(target + targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Rows<T>(T* lower, T* upper)
        where T : unmanaged => Vector256.Create(Vector128.Load(lower), Vector128.Load(upper));
}
