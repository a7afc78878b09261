using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.LinearAlgebra;

/// <summary>The factor L of a symmetric positive definite matrix, A = L L'.</summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class Cholesky<T>
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly Matrix<T> _l;

    /// <summary>Factorises.</summary>
    /// <param name="a">A, shape (n x n), symmetric positive definite; only its lower triangle is read.</param>
    /// <exception cref="ArgumentException">A is not square, or not positive definite as far as rounding can tell.</exception>
    /// <remarks>Column by column, each element an inner product from the first term to the last. NaN is not positive definite.</remarks>
    public Cholesky(Matrix<T> a)
    {
        if (a.Rows != a.Columns)
            throw new ArgumentException($"A is {a.Rows} x {a.Columns}, not square.", nameof(a));
        _l = new Matrix<T>(a.Rows, a.Rows);
        for (var j = 0; j < a.Rows; j++)
        {
            var pivot = a[j, j] - InnerProduct.Of<T>(_l.Row(j)[..j], _l.Row(j)[..j]);
            if (!(pivot > T.Zero))
                throw new ArgumentException(
                    FormattableString.Invariant($"A is not positive definite: pivot {j} is {pivot}."),
                    nameof(a)
                );
            var diagonal = T.Sqrt(pivot);
            _l[j, j] = diagonal;
            for (var i = j + 1; i < a.Rows; i++)
                _l[i, j] = (a[i, j] - InnerProduct.Of<T>(_l.Row(i)[..j], _l.Row(j)[..j])) / diagonal;
        }
    }

    /// <summary>Solves A X = I.</summary>
    /// <returns>A^-1, shape (n x n).</returns>
    public Matrix<T> Inverse()
    {
        var n = _l.Rows;
        var inverse = new Matrix<T>(n, n);
        var columns = Transposed();
        for (var row = 0; row < n; row++)
        {
            var x = inverse.Row(row);
            x[row] = T.One;
            SolveHalf(x);
            for (var i = n - 1; i >= 0; i--)
                x[i] = (x[i] - InnerProduct.Of<T>(columns.Row(i)[(i + 1)..], x[(i + 1)..])) / _l[i, i];
        }
        return inverse;
    }

    /// <summary>Solves X L' = B row by row: with A = B' B it makes the columns of B orthonormal.</summary>
    /// <param name="b">B, shape (m x n); overwritten by X.</param>
    /// <exception cref="ArgumentException">B has another number of columns.</exception>
    public void SolveHalf(Matrix<T> b)
    {
        if (b.Columns != _l.Rows)
            throw new ArgumentException($"B has {b.Columns} columns, A has {_l.Rows}.", nameof(b));
        Parallel.For(0, b.Rows, row => SolveHalf(b.Row(row)));
    }

    private void SolveHalf(Span<T> x)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] = (x[i] - InnerProduct.Of<T>(_l.Row(i)[..i], x[..i])) / _l[i, i];
    }

    private Matrix<T> Transposed()
    {
        var result = new Matrix<T>(_l.Rows, _l.Rows);
        for (var i = 0; i < _l.Rows; i++)
        for (var j = 0; j <= i; j++)
            result[j, i] = _l[i, j];
        return result;
    }
}
