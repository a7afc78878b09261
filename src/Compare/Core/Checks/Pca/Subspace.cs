using System.Numerics;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Checks.Pca;

/// <summary>The column space of a matrix, and its position to others.</summary>
internal static class Subspace
{
    /// <summary>An orthonormal basis of the columns, by Cholesky: Q = W (L')^-1 with W' W = L L'.</summary>
    /// <exception cref="ArgumentException">The columns are linearly dependent as far as T can tell.</exception>
    public static Matrix<T> Basis<T>(Matrix<T> w, int threads)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var q = w;
        // Twice, because once loses as many digits as the condition number has (Yamamoto et al. 2015).
        for (var pass = 0; pass < 2; pass++)
        {
            var gram = Product(q, Transpose.Yes, q, threads);
            q = q.Copy();
            new Cholesky<T>(gram).SolveHalf(q);
        }
        return q;
    }

    /// <summary>How many dimensions the columns of a matrix span, as far as the format of its elements can tell.</summary>
    /// <param name="w">Shape (d x k).</param>
    /// <param name="unit">Unit roundoff of that format.</param>
    /// <returns>0 to k.</returns>
    public static int Rank(Matrix<double> w, double unit)
    {
        var values = SymmetricEigen<double>.Of(Product(w, Transpose.Yes, w, threads: 1)).Values;
        var relative = Math.Max(Math.Pow(w.Rows * unit, 2), 4 * w.Columns * Binary64.UnitRoundoff);
        return values[0] > 0 ? values.Count(value => value > relative * values[0]) : 0;
    }

    /// <summary>As many independent columns as a matrix has, spanning what its columns span.</summary>
    /// <param name="w">Shape (d x k).</param>
    /// <param name="rank">Its rank, at least 1.</param>
    /// <returns>Shape (d x rank).</returns>
    public static Matrix<double> Independent(Matrix<double> w, int rank)
    {
        if (rank == w.Columns)
            return w;
        var vectors = SymmetricEigen<double>.Of(Product(w, Transpose.Yes, w, threads: 1)).Vectors;
        var leading = new Matrix<double>(w.Columns, rank);
        for (var i = 0; i < leading.Rows; i++)
        for (var j = 0; j < rank; j++)
            leading[i, j] = vectors[i, j];
        return Product(w, Transpose.No, leading, threads: 1);
    }

    /// <summary>Squared sines of the principal angles between two subspaces.</summary>
    /// <param name="q">Orthonormal columns, shape (d x r), r at most k.</param>
    /// <param name="u">Orthonormal columns, shape (d x k).</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>Descending, shape (k); 1 for each dimension that q lacks.</returns>
    /// <remarks>From what q leaves over beside u, so small angles keep their digits.</remarks>
    public static double[] SquaredSines<T>(Matrix<T> q, Matrix<T> u, int threads)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var inside = Product(u, Transpose.Yes, q, threads);
        var rest = Product(u, Transpose.No, inside, threads);
        for (var i = 0; i < rest.Elements.Length; i++)
            rest.Elements[i] = q.Elements[i] - rest.Elements[i];
        var gram = Product(rest, Transpose.Yes, rest, threads);
        var values = SymmetricEigen<double>.Of(Matrix<double>.From(gram.ToDoubles(), gram.Rows, gram.Columns)).Values;
        return [.. Enumerable.Repeat(1.0, u.Columns - q.Columns), .. values.Select(value => Math.Clamp(value, 0, 1))];
    }

    /// <summary>Q' S Q, whose eigenvalues are the Ritz values, and the norm of the residual S Q - Q (Q' S Q).</summary>
    public static (Matrix<T> H, double Residual) Ritz<T>(Matrix<T> s, Matrix<T> q, int threads)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var sq = Product(s, Transpose.No, q, threads);
        var h = Product(q, Transpose.Yes, sq, threads);
        var qh = Product(q, Transpose.No, h, threads);
        var squares = 0.0;
        for (var i = 0; i < sq.Elements.Length; i++)
        {
            var r = double.CreateChecked(sq.Elements[i] - qh.Elements[i]);
            squares += r * r;
        }
        return (h, Math.Sqrt(squares));
    }

    /// <summary>op(A) B.</summary>
    public static Matrix<T> Product<T>(Matrix<T> a, Transpose transposeA, Matrix<T> b, int threads)
        where T : unmanaged, INumber<T> => MatrixProduct.Of(a, transposeA, b, Transpose.No, threads);

    /// <summary>A matrix in double-double.</summary>
    public static Matrix<DoubleDouble> Exact(Matrix<double> matrix) =>
        Matrix<DoubleDouble>.From(matrix.Elements, matrix.Rows, matrix.Columns);
}
