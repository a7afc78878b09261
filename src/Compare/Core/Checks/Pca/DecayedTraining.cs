using Compare.Problems.Data;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Checks.Pca;

/// <summary>
/// The linear autoencoder with weight decay on both matrices, trained by alternating ridge regression from random weights. In the
/// coordinates of the eigenvectors, where S is diagonal, so that the axes that should come out are the coordinate axes.
/// </summary>
/// <remarks>
/// Minimises L + alpha / 2 (|W1|^2 + |W2|^2). Kunin et al. (2019): at the minimum W1 = W2', and the left singular vectors of W2 are the
/// leading axes themselves, with singular values sqrt(1 - alpha / lambda_i).
/// </remarks>
internal sealed class DecayedTraining
{
    private readonly double[] _lambda;
    private readonly double _alpha;
    private readonly Matrix<double> _w1;
    private readonly Matrix<double> _w2;

    /// <summary>Draws random weights.</summary>
    /// <param name="lambda">Eigenvalues, descending, shape (d).</param>
    /// <param name="k">Hidden units.</param>
    /// <param name="alpha">The decay, below eigenvalue k.</param>
    public DecayedTraining(double[] lambda, int k, double alpha)
    {
        _lambda = lambda;
        _alpha = alpha;
        _w1 = new Matrix<double>(k, lambda.Length);
        _w2 = new Matrix<double>(lambda.Length, k);
        var random = new RandomSource(3);
        foreach (ref var element in _w1.Elements)
            element = random.NextDouble() - 0.5;
        foreach (ref var element in _w2.Elements)
            element = random.NextDouble() - 0.5;
    }

    /// <summary>|W1 - W2'| over |W2|.</summary>
    public double Asymmetry
    {
        get
        {
            double difference = 0,
                norm = 0;
            for (var i = 0; i < _w2.Rows; i++)
            for (var j = 0; j < _w2.Columns; j++)
            {
                difference += Math.Pow(_w1[j, i] - _w2[i, j], 2);
                norm += _w2[i, j] * _w2[i, j];
            }
            return Math.Sqrt(difference / norm);
        }
    }

    /// <summary>The largest difference between a singular value of W2 and sqrt(1 - alpha / lambda_i).</summary>
    public double Shrinkage
    {
        get
        {
            var values = SymmetricEigen<double>.Of(Subspace.Product(_w2, Transpose.Yes, _w2, threads: 1)).Values;
            return values.Select((value, i) => Math.Abs(Math.Sqrt(value) - Math.Sqrt(1 - _alpha / _lambda[i]))).Max();
        }
    }

    /// <summary>The largest sine of the angle between a left singular vector of W2 and its axis.</summary>
    public double Axes
    {
        get
        {
            var (values, v) = SymmetricEigen<double>.Of(Subspace.Product(_w2, Transpose.Yes, _w2, threads: 1));
            var u = Subspace.Product(_w2, Transpose.No, v, threads: 1);
            return Enumerable
                .Range(0, values.Length)
                .Max(j => Math.Sqrt(Math.Max(0, 1 - u[j, j] * u[j, j] / values[j])));
        }
    }

    /// <summary>Solves for the encoder, then for the decoder.</summary>
    public void Sweep()
    {
        var k = _w1.Rows;
        var gram = Subspace.Product(_w2, Transpose.Yes, _w2, threads: 1);
        for (var i = 0; i < _lambda.Length; i++)
        {
            // (lambda_i W2' W2 + alpha) times column i of W1 is lambda_i times row i of W2.
            var inverse = Ridge(gram, _lambda[i]).Inverse();
            for (var j = 0; j < k; j++)
                _w1[j, i] = _lambda[i] * InnerProduct.Of<double>(inverse.Row(j), _w2.Row(i));
        }
        var moments = new Matrix<double>(_lambda.Length, k);
        for (var i = 0; i < _lambda.Length; i++)
        for (var j = 0; j < k; j++)
            moments[i, j] = _lambda[i] * _w1[j, i];
        var decoder = Ridge(Subspace.Product(_w1, Transpose.No, moments, threads: 1), 1).Inverse();
        MatrixProduct.Multiply(moments, Transpose.No, decoder, Transpose.No, _w2);
    }

    private Cholesky<double> Ridge(Matrix<double> a, double scale)
    {
        var ridge = a.Copy();
        foreach (ref var element in ridge.Elements)
            element *= scale;
        for (var j = 0; j < a.Rows; j++)
            ridge[j, j] += _alpha;
        return new Cholesky<double>(ridge);
    }
}
