using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Checks.Pca;

/// <summary>Eigenvalues and eigenvectors of the second moments, with bounds that hold for any way in which they were computed.</summary>
/// <remarks>
/// The from-scratch side computes the residual S U - U L and the departure of U from orthogonality in its own arithmetic; from these two
/// follow bounds on every eigenvalue, (P.8), and on the angle between the computed and the exact subspace, (P.9).
/// </remarks>
internal sealed class Spectrum
{
    private readonly int _threads;
    private readonly Matrix<double> _vectors;
    private readonly double _coarse;
    private readonly Dictionary<int, Optimum> _optima = [];

    private Spectrum(SecondMoments moments, double[] values, Matrix<double> vectors, string solver, int threads)
    {
        Solver = solver;
        Moments = moments;
        Values = values;
        _vectors = vectors;
        _threads = threads;
        Rounded = moments.Rounded();
        _coarse = CoarseBound();
    }

    /// <summary>Who decomposed S.</summary>
    public string Solver { get; }

    /// <summary>S.</summary>
    public SecondMoments Moments { get; }

    /// <summary>S rounded to double.</summary>
    public Matrix<double> Rounded { get; }

    /// <summary>All eigenvalues as computed, descending, shape (d).</summary>
    public double[] Values { get; }

    /// <summary>How many eigenvalues are above what rounding makes of zeros.</summary>
    public int Rank =>
        Values.Count(value => value > PcaTolerance.Roundings(Values.Length) * Binary64.UnitRoundoff * Values[0]);

    /// <summary>Decomposes the second moments.</summary>
    /// <param name="moments">S.</param>
    /// <param name="solver">Who decomposes it.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public static Spectrum Of(SecondMoments moments, Eigensolver solver, int threads)
    {
        var (values, vectors) = solver.Decompose(moments.Rounded());
        return new Spectrum(moments, values, vectors, solver.Name, threads);
    }

    /// <summary>Takes eigenvalues and eigenvectors from elsewhere.</summary>
    /// <param name="moments">S.</param>
    /// <param name="values">Descending, shape (d).</param>
    /// <param name="vectors">Shape (d x d), column i belongs to value i.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public static Spectrum From(SecondMoments moments, double[] values, Matrix<double> vectors, int threads) =>
        new(moments, values, vectors, "elsewhere", threads);

    /// <summary>The exact optimum for k hidden units, certified.</summary>
    /// <param name="k">1 to d - 1.</param>
    public Optimum Optimum(int k)
    {
        if (!_optima.TryGetValue(k, out var optimum))
            _optima[k] = optimum = Certify(k);
        return optimum;
    }

    /// <summary>How much of each eigenvector lies in a subspace.</summary>
    /// <param name="basis">Orthonormal columns, shape (d x k).</param>
    /// <returns>The squared length of the projection of eigenvector i, shape (d).</returns>
    public double[] Shares(Matrix<double> basis)
    {
        var product = new Matrix<double>(_vectors.Columns, basis.Columns);
        MatrixProduct.Multiply(_vectors, Transpose.Yes, basis, Transpose.No, product, threads: _threads);
        return
        [
            .. Enumerable.Range(0, product.Rows).Select(i => InnerProduct.Of<double>(product.Row(i), product.Row(i))),
        ];
    }

    /// <summary>All eigenvalues at once in double, with the rounding of the check itself added: enough to tell which are the largest.</summary>
    private double CoarseBound()
    {
        var d = Rounded.Rows;
        var residual = Product(Rounded, Transpose.No, _vectors);
        var magnitude = Product(Magnitudes(Rounded), Transpose.No, Magnitudes(_vectors));
        var gram = Product(_vectors, Transpose.Yes, _vectors);
        var gramMagnitude = Product(Magnitudes(_vectors), Transpose.Yes, Magnitudes(_vectors));
        var gamma = (d + 4) * Binary64.UnitRoundoff / (1 - (d + 4) * Binary64.UnitRoundoff);
        double squares = 0,
            orthogonality = 0;
        for (var i = 0; i < d; i++)
        for (var j = 0; j < d; j++)
        {
            var product = _vectors[i, j] * Values[j];
            var r = Math.Abs(residual[i, j] - product) + gamma * (magnitude[i, j] + Math.Abs(product));
            squares += r * r;
            var o = Math.Abs(gram[i, j] - (i == j ? 1 : 0)) + gamma * (gramMagnitude[i, j] + 1);
            orthogonality += o * o;
        }
        return EigenvalueBound(Math.Sqrt(squares), Math.Sqrt(orthogonality)) * Margin;
    }

    /// <summary>The few digits that sums of squares and square roots in double may lose.</summary>
    private const double Margin = 1 + 1e-9;

    private Optimum Certify(int k)
    {
        var d = Rounded.Rows;
        var u = new Matrix<DoubleDouble>(d, k);
        for (var i = 0; i < d; i++)
        for (var j = 0; j < k; j++)
            u[i, j] = DoubleDouble.FromDouble(_vectors[i, j]);
        var su = new Matrix<DoubleDouble>(d, k);
        MatrixProduct.Multiply(Moments.S, Transpose.No, u, Transpose.No, su, threads: _threads);
        var gram = new Matrix<DoubleDouble>(k, k);
        MatrixProduct.Multiply(u, Transpose.Yes, u, Transpose.No, gram, threads: _threads);
        var rayleigh = new DoubleDouble[k];
        double squares = 0,
            orthogonality = 0;
        for (var j = 0; j < k; j++)
        {
            var value = DoubleDouble.FromDouble(Values[j]);
            for (var i = 0; i < d; i++)
            {
                rayleigh[j] += u[i, j] * su[i, j];
                var r = DoubleDouble.ToDouble(su[i, j] - u[i, j] * value);
                squares += r * r;
            }
            rayleigh[j] /= gram[j, j];
            for (var i = 0; i < k; i++)
            {
                var o = DoubleDouble.ToDouble(i == j ? gram[i, j] - DoubleDouble.One : gram[i, j]);
                orthogonality += o * o;
            }
        }
        var residual = Math.Sqrt(squares) * Margin;
        var omega = Math.Sqrt(orthogonality) * Margin;
        var bound = EigenvalueBound(residual, omega);
        var gap = Values[k - 1] - bound - (Values[k] + _coarse);
        var least = Moments.Trace();
        foreach (var value in rayleigh)
            least -= value;
        return new Optimum
        {
            Spectrum = this,
            K = k,
            U = omega < 1 ? Subspace.Basis(u, _threads) : u,
            Values = Values[..k],
            Rayleigh = rayleigh,
            ValueBound = bound,
            Gap = gap,
            // Below 0 the k largest computed eigenvalues need not be the k largest ones.
            Sine = gap > 0 ? residual / (Math.Sqrt(1 - omega) * gap) : double.PositiveInfinity, // (P.9)
            Minimum = least / DoubleDouble.FromDouble(2), // (P.4)
            // Where the k largest are not certain, others are at most the coarse bound larger.
            MinimumBound = k * (gap > 0 ? bound : Math.Max(bound, _coarse)) / 2,
        };
    }

    private static double EigenvalueBound(double residual, double orthogonality) =>
        orthogonality < 1 ? Math.Sqrt(2) * residual / Math.Sqrt(1 - orthogonality) : double.PositiveInfinity; // (P.8)

    private Matrix<double> Product(Matrix<double> a, Transpose transposeA, Matrix<double> b)
    {
        var c = new Matrix<double>(transposeA == Transpose.No ? a.Rows : a.Columns, b.Columns);
        MatrixProduct.Multiply(a, transposeA, b, Transpose.No, c, threads: _threads);
        return c;
    }

    private static Matrix<double> Magnitudes(Matrix<double> matrix)
    {
        var result = matrix.Copy();
        foreach (ref var element in result.Elements)
            element = Math.Abs(element);
        return result;
    }
}
