using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.LinearAlgebra;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, A = V diag(values) V'.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Values">Descending, shape (n).</param>
/// <param name="Vectors">V, shape (n x n), column i belongs to value i; orthonormal.</param>
public sealed record SymmetricEigen<T>(T[] Values, Matrix<T> Vectors)
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes by Jacobi's rotations, in cyclic order.</summary>
    /// <param name="a">A, shape (n x n), symmetric; only the upper triangle counts.</param>
    /// <returns>The decomposition.</returns>
    /// <exception cref="ArgumentException">A is not square, or holds what is not finite.</exception>
    /// <remarks>
    /// Sweeps until a whole one finds no element off the diagonal that adds anything to its neighbours on it. Small eigenvalues keep their
    /// relative accuracy on matrices with a graded diagonal (Demmel and Veselic 1992). O(n^3) a sweep, about eight sweeps.
    /// </remarks>
    public static SymmetricEigen<T> Of(Matrix<T> a)
    {
        if (a.Rows != a.Columns)
            throw new ArgumentException($"A is {a.Rows} x {a.Columns}, not square.", nameof(a));
        var n = a.Rows;
        var m = new Matrix<T>(n, n);
        var v = new Matrix<T>(n, n); // rows are vectors
        for (var i = 0; i < n; i++)
        {
            v[i, i] = T.One;
            for (var j = i; j < n; j++)
                m[i, j] = m[j, i] = T.IsFinite(a[i, j])
                    ? a[i, j]
                    : throw new ArgumentException($"Element ({i}, {j}) is not finite.", nameof(a));
        }
        for (var sweep = 0; sweep < MostSweeps && Sweep(m, v); sweep++) { }
        var order = Enumerable.Range(0, n).OrderByDescending(i => m[i, i]).ToArray();
        var vectors = new Matrix<T>(n, n);
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            vectors[j, i] = v[order[i], j];
        return new SymmetricEigen<T>(Array.ConvertAll(order, i => m[i, i]), vectors);
    }

    private static bool Sweep(Matrix<T> m, Matrix<T> v)
    {
        var rotated = false;
        for (var p = 0; p < m.Rows; p++)
        for (var q = p + 1; q < m.Rows; q++)
        {
            var off = m[p, q];
            var scale = T.Sqrt(T.Abs(m[p, p])) * T.Sqrt(T.Abs(m[q, q]));
            if (scale + T.Abs(off) == scale)
                continue;
            rotated = true;
            var two = T.One + T.One;
            var theta = (m[q, q] - m[p, p]) / (two * off);
            var t = T.One / (T.Abs(theta) + T.Sqrt(T.One + theta * theta));
            if (theta < T.Zero)
                t = -t;
            var c = T.One / T.Sqrt(T.One + t * t);
            var s = t * c;
            Rotate(m, p, q, c, s);
            for (var i = 0; i < m.Rows; i++)
                (m[i, p], m[i, q]) = (c * m[i, p] - s * m[i, q], s * m[i, p] + c * m[i, q]);
            m[p, q] = m[q, p] = T.Zero;
            Rotate(v, p, q, c, s);
        }
        return rotated;
    }

    private static void Rotate(Matrix<T> m, int p, int q, T c, T s)
    {
        var x = m.Row(p);
        var y = m.Row(q);
        for (var i = 0; i < x.Length; i++)
            (x[i], y[i]) = (c * x[i] - s * y[i], s * x[i] + c * y[i]);
    }
}
