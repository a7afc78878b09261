using System.Numerics;

namespace Compare.Reference.Numerics.Products;

/// <summary>The product as it is defined, for every number type: the oracle of the fast one, and its stand-in.</summary>
internal static class PlainProduct
{
    /// <summary>Writes op(A) op(B) into C, or adds it to C; the arguments are those of <see cref="MatrixProduct.Multiply"/>, checked.</summary>
    public static void Multiply<T>(
        Matrix<T> a,
        Transpose transposeA,
        Matrix<T> b,
        Transpose transposeB,
        Matrix<T> c,
        bool accumulate,
        int threads
    )
        where T : unmanaged, INumber<T>
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        var left = transposeA == Transpose.No ? a : Transposed(a);
        if (default(T) is IErrorBounded<T> bounded)
        {
            bounded.Multiply(left, transposeB == Transpose.Yes ? b : Transposed(b), c, accumulate, threads);
        }
        else if (typeof(T) == typeof(DoubleDouble) && Vector.IsHardwareAccelerated)
        {
            DoubleDouble.Multiply(
                (Matrix<DoubleDouble>)(object)left,
                (Matrix<DoubleDouble>)(object)(transposeB == Transpose.No ? b : Transposed(b)),
                (Matrix<DoubleDouble>)(object)c,
                accumulate,
                threads
            );
        }
        else
        {
            var byRows = transposeB == Transpose.No ? b : Transposed(b);
            Parallel.For(0, c.Rows, options, i => Combination(left.Row(i), byRows, c.Row(i), accumulate));
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
