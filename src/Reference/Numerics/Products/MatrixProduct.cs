using System.Numerics;

namespace Compare.Reference.Numerics.Products;

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

        if (BlockedProduct.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double)))
            Blocked(a, transposeA, b, transposeB, c, accumulate, threads);
        else
            PlainProduct.Multiply(a, transposeA, b, transposeB, c, accumulate, threads);
    }

    /// <summary>op(A) op(B) in a new matrix.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">A; op(A) has shape (m x n).</param>
    /// <param name="transposeA">Whether op(A) is A or its transpose.</param>
    /// <param name="b">B; op(B) has shape (n x p).</param>
    /// <param name="transposeB">Whether op(B) is B or its transpose.</param>
    /// <param name="threads">Greatest number of threads, at least 1. The result does not depend on it.</param>
    /// <returns>Shape (m x p).</returns>
    /// <exception cref="ArgumentException">The inner dimensions differ.</exception>
    public static Matrix<T> Of<T>(Matrix<T> a, Transpose transposeA, Matrix<T> b, Transpose transposeB, int threads = 1)
        where T : unmanaged, INumber<T>
    {
        var c = new Matrix<T>(
            transposeA == Transpose.No ? a.Rows : a.Columns,
            transposeB == Transpose.No ? b.Columns : b.Rows
        );
        Multiply(a, transposeA, b, transposeB, c, threads: threads);
        return c;
    }

    private static unsafe void Blocked<T>(
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
        fixed (
            T* ofA = a.Elements,
                ofB = b.Elements,
                ofC = c.Elements
        )
            BlockedProduct.Multiply(
                View(ofA, a, transposeA),
                View(ofB, b, transposeB),
                View(ofC, c, Transpose.No),
                accumulate,
                BlockedProduct.WidestRegister,
                Math.Min(threads, Environment.ProcessorCount)
            );
    }

    private static unsafe Strided<T> View<T>(T* start, Matrix<T> matrix, Transpose transpose)
        where T : unmanaged, INumber<T>
    {
        var stored = new Strided<T>(start, matrix.Rows, matrix.Columns, matrix.Columns, 1);
        return transpose == Transpose.No ? stored : stored.Transposed;
    }
}
