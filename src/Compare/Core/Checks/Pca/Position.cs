using System.Numerics;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;

namespace Compare.Checks.Pca;

/// <summary>Where a linear autoencoder stands with respect to PCA.</summary>
/// <param name="LossGap">Loss minus the exact minimum.</param>
/// <param name="SquaredSines">Of the principal angles between span(W2) and the leading eigenvectors, descending, shape (k).</param>
/// <param name="Distance">|(sign W2 W1 - U U') S^(1/2)|, Frobenius.</param>
/// <param name="Shares">How much of each eigenvector lies in span(W2), shape (d).</param>
internal sealed record Position(double LossGap, double[] SquaredSines, double Distance, double[] Shares)
{
    /// <summary>The sine of the largest principal angle.</summary>
    public double LargestSine => Math.Sqrt(SquaredSines[0]);

    /// <summary>Measures in double: enough for curves.</summary>
    public static Position Of(Optimum optimum, Matrix<double> w1, Matrix<double> w2, bool isNegative, int threads) =>
        Of(optimum, optimum.Spectrum.Rounded, Rounded(optimum.U), w1, w2, isNegative, threads);

    /// <summary>Measures in double-double: what rounding leaves of a gap or an angle does not count.</summary>
    public static Position Exactly(Optimum optimum, Matrix<double> w1, Matrix<double> w2, bool isNegative, int threads)
    {
        // Columns that depend on each other have no basis of their own number.
        var rank = Subspace.Rank(w2, Binary64.UnitRoundoff);
        return Of(
            optimum,
            optimum.Spectrum.Moments.S,
            optimum.U,
            Subspace.Exact(w1),
            Subspace.Exact(w2),
            isNegative,
            threads,
            rank == 0
                ? new Matrix<DoubleDouble>(w2.Rows, 0)
                : Subspace.Basis(Subspace.Exact(Subspace.Independent(w2, rank)), threads)
        );
    }

    private static Position Of<T>(
        Optimum optimum,
        Matrix<T> s,
        Matrix<T> u,
        Matrix<T> w1,
        Matrix<T> w2,
        bool isNegative,
        int threads,
        Matrix<T>? basis = null
    )
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var model = new LinearAutoencoder<T>(s, w1, w2, isNegative) { Threads = threads };
        var q = basis ?? Subspace.Basis(w2, threads);
        return new Position(
            double.CreateChecked(
                model.Loss() - T.CreateChecked(optimum.Minimum.Hi) - T.CreateChecked(optimum.Minimum.Lo)
            ),
            q.Columns == 0 ? [.. Enumerable.Repeat(1.0, u.Columns)] : Subspace.SquaredSines(q, u, threads),
            Math.Sqrt(Math.Max(0, double.CreateChecked(model.SquaredDistance(u)))),
            q.Columns == 0
                ? new double[q.Rows]
                : optimum.Spectrum.Shares(Matrix<double>.From(q.ToDoubles(), q.Rows, q.Columns))
        );
    }

    /// <summary>Which eigenvectors the subspace holds: those with more than half of their length in it.</summary>
    /// <returns>For example <c>1 to 23, 25</c>, numbered from 1.</returns>
    public string Held()
    {
        var runs = new List<(int First, int Last)>();
        for (var i = 0; i < Shares.Length; i++)
            if (Shares[i] > 0.5)
            {
                if (runs.Count > 0 && runs[^1].Last == i)
                    runs[^1] = (runs[^1].First, i + 1);
                else
                    runs.Add((i + 1, i + 1));
            }
        return runs.Count == 0
            ? "none"
            : string.Join(
                ", ",
                runs.Select(run =>
                    run.First == run.Last
                        ? FormattableString.Invariant($"{run.First}")
                        : FormattableString.Invariant($"{run.First} to {run.Last}")
                )
            );
    }

    private static Matrix<double> Rounded(Matrix<DoubleDouble> matrix) =>
        Matrix<double>.From(matrix.ToDoubles(), matrix.Rows, matrix.Columns);
}
