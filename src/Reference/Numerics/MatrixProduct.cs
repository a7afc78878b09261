using System.Numerics;

namespace Compare.Reference.Numerics;

/// <summary>The product of two matrices, either of them transposed or not.</summary>
public static class MatrixProduct
{
    /// <summary>Writes op(A) op(B) into C, or adds it to C: every element is one inner product over the inner dimension, first to last.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">A; op(A) has shape (m x n).</param>
    /// <param name="transposeA">Whether op(A) is A or its transpose.</param>
    /// <param name="b">B; op(B) has shape (n x p).</param>
    /// <param name="transposeB">Whether op(B) is B or its transpose.</param>
    /// <param name="c">C, shape (m x p); overwritten or added to. Must not be A or B.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    /// <param name="threads">Greatest number of threads, at least 1. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C is one of the operands.</exception>
    /// <remarks>Error of an element at most gamma_n times the inner product of absolute values (N.5), n the inner dimension.</remarks>
    public static void Multiply<T>(
        Matrix<T> a,
        Transpose transposeA,
        Matrix<T> b,
        Transpose transposeB,
        Matrix<T> c,
        bool accumulate = false,
        int threads = 1
    )
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var rows = transposeA == Transpose.No ? a.Rows : a.Columns;
        var inner = transposeA == Transpose.No ? a.Columns : a.Rows;
        var innerB = transposeB == Transpose.No ? b.Rows : b.Columns;
        var columns = transposeB == Transpose.No ? b.Columns : b.Rows;
        if (inner != innerB)
            throw new ArgumentException($"The inner dimensions differ: {inner} and {innerB}.", nameof(b));
        if (c.Rows != rows || c.Columns != columns)
            throw new ArgumentException($"The product is {rows} x {columns}, C is {c.Rows} x {c.Columns}.", nameof(c));
        if (ReferenceEquals(c, a) || ReferenceEquals(c, b))
            throw new ArgumentException("C is one of the operands.", nameof(c));

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        var left = transposeA == Transpose.No ? a : Transposed(a);
        if (default(T) is IErrorBounded<T> bounded)
        {
            bounded.Multiply(left, transposeB == Transpose.Yes ? b : Transposed(b), c, accumulate, threads);
        }
        else
        {
            var byRows = transposeB == Transpose.No ? b : Transposed(b);
            Parallel.For(0, rows, options, i => Combination(left.Row(i), byRows, c.Row(i), accumulate));
        }
    }

    /// <summary>
    /// One row of C as a combination of the rows of op(B). Every element meets the same operations in the same order as in
    /// <see cref="InnerProduct"/>, so the bits are the same, but neighbours do not wait for each other.
    /// </summary>
    private static void Combination<T>(ReadOnlySpan<T> a, Matrix<T> byRows, Span<T> c, bool accumulate)
        where T : unmanaged, INumber<T>
    {
        if (!accumulate)
            c.Clear();
        for (var p = 0; p < a.Length; p++)
        {
            var factor = a[p];
            var b = byRows.Row(p);
            var j = 0;
            if (Vector<T>.IsSupported)
                for (; j <= c.Length - Vector<T>.Count; j += Vector<T>.Count)
                    (new Vector<T>(c[j..]) + new Vector<T>(factor) * new Vector<T>(b[j..])).CopyTo(c[j..]);
            for (; j < c.Length; j++)
                c[j] += factor * b[j];
        }
    }

    private static Matrix<T> Transposed<T>(Matrix<T> matrix)
        where T : unmanaged, INumber<T>
    {
        var result = new Matrix<T>(matrix.Columns, matrix.Rows);
        for (var i = 0; i < matrix.Rows; i++)
        {
            var row = matrix.Row(i);
            for (var j = 0; j < row.Length; j++)
                result[j, i] = row[j];
        }
        return result;
    }
}
