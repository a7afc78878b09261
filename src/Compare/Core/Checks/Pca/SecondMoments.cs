using Compare.Problems.Data;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Checks.Pca;

/// <summary>The second moments of a set of images, exact up to double-double.</summary>
/// <param name="S">Shape (d x d): the mean of x x', or, centred, of (x - mean)(x - mean)'.</param>
/// <param name="Images">N.</param>
/// <param name="IsCentred">Whether the mean image is subtracted, as PCA is taught; the homework does not.</param>
internal sealed record SecondMoments(Matrix<DoubleDouble> S, int Images, bool IsCentred)
{
    private const double White = 255;
    private const int Chunk = 4096;

    /// <summary>Sums up any rows of numbers, without centring.</summary>
    /// <param name="x">X, shape (N x d), row after row.</param>
    /// <param name="inputs">d, at least 1.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>The mean of x x'.</returns>
    /// <exception cref="ArgumentException">There is no row, or the last one is not complete.</exception>
    public static SecondMoments Of(ReadOnlySpan<double> x, int inputs, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (x.IsEmpty || x.Length % inputs != 0)
            throw new ArgumentException($"{x.Length} numbers are no rows of {inputs}.", nameof(x));
        var count = x.Length / inputs;
        var s = new Matrix<DoubleDouble>(inputs, inputs);
        for (var first = 0; first < count; first += Chunk)
        {
            var rows = Math.Min(Chunk, count - first);
            var chunk = Matrix<DoubleDouble>.From(x.Slice(first * inputs, rows * inputs), rows, inputs);
            MatrixProduct.Multiply(chunk, Transpose.Yes, chunk, Transpose.No, s, accumulate: true, threads);
        }
        var n = DoubleDouble.FromDouble(count);
        foreach (ref var element in s.Elements)
            element /= n;
        return new SecondMoments(s, count, IsCentred: false);
    }

    /// <summary>Takes the mean of rows of numbers out of their second moments.</summary>
    /// <param name="x">The rows, shape (N x d), row after row.</param>
    /// <returns>The mean of (x - mean)(x - mean)'.</returns>
    public SecondMoments Centred(ReadOnlySpan<double> x)
    {
        var d = S.Rows;
        var mean = MeanOf(x, d);
        var s = new Matrix<DoubleDouble>(d, d);
        for (var i = 0; i < d; i++)
        for (var j = 0; j < d; j++)
            s[i, j] = S[i, j] - mean[i] * mean[j];
        return new SecondMoments(s, Images, IsCentred: true);
    }

    /// <summary>The mean row.</summary>
    /// <param name="x">The rows, shape (N x d), row after row.</param>
    /// <param name="inputs">d.</param>
    /// <returns>Shape (d).</returns>
    public static DoubleDouble[] MeanOf(ReadOnlySpan<double> x, int inputs)
    {
        var mean = new DoubleDouble[inputs];
        for (var i = 0; i < x.Length; i++)
            mean[i % inputs] += DoubleDouble.FromDouble(x[i]);
        var n = DoubleDouble.FromDouble(x.Length / inputs);
        for (var j = 0; j < inputs; j++)
            mean[j] /= n;
        return mean;
    }

    /// <summary>Divides each column of centred data by its standard deviation; a column that never varies stays as it is.</summary>
    /// <returns>The correlations.</returns>
    public SecondMoments Standardised()
    {
        var d = S.Rows;
        var scales = new DoubleDouble[d];
        for (var i = 0; i < d; i++)
            scales[i] = S[i, i] > DoubleDouble.Zero ? DoubleDouble.One / DoubleDouble.Sqrt(S[i, i]) : DoubleDouble.One;
        var s = new Matrix<DoubleDouble>(d, d);
        for (var i = 0; i < d; i++)
        for (var j = 0; j < d; j++)
            s[i, j] = S[i, j] * scales[i] * scales[j];
        return new SecondMoments(s, Images, IsCentred: true);
    }

    /// <summary>Sums up images with pixels byte / 255 - 1/2.</summary>
    /// <param name="images">At least one; at most 2^53 / 255^2 of them.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>Not centred; centred; and not centred with pixels byte / 255.</returns>
    public static (SecondMoments Uncentred, SecondMoments Centred, SecondMoments Raw) Of(ImageSet images, int threads)
    {
        var d = images.Dimension;
        // Sums of products of bytes are whole numbers far below 2^53, so doubles hold them exactly in any order.
        var products = new Matrix<double>(d, d);
        var sums = new double[d];
        for (var first = 0; first < images.Count; first += Chunk)
        {
            var chunk = new Matrix<double>(Math.Min(Chunk, images.Count - first), d);
            for (var i = 0; i < chunk.Rows; i++)
            {
                var image = images.Image(first + i);
                var row = chunk.Row(i);
                for (var j = 0; j < d; j++)
                {
                    row[j] = image[j];
                    sums[j] += image[j];
                }
            }
            MatrixProduct.Multiply(chunk, Transpose.Yes, chunk, Transpose.No, products, accumulate: true, threads);
        }
        return (
            new SecondMoments(Scaled(products, sums, images.Count, centred: false), images.Count, false),
            new SecondMoments(Scaled(products, sums, images.Count, centred: true), images.Count, true),
            new SecondMoments(Scaled(products, new double[d], images.Count, centred: true), images.Count, false)
        );
    }

    /// <summary>S rounded to double.</summary>
    public Matrix<double> Rounded() => Matrix<double>.From(S.ToDoubles(), S.Rows, S.Columns);

    /// <summary>The mean of |x|^2, or of |x - mean|^2.</summary>
    public DoubleDouble Trace()
    {
        var trace = DoubleDouble.Zero;
        for (var i = 0; i < S.Rows; i++)
            trace += S[i, i];
        return trace;
    }

    private static Matrix<DoubleDouble> Scaled(Matrix<double> products, double[] sums, int count, bool centred)
    {
        var s = new Matrix<DoubleDouble>(products.Rows, products.Columns);
        var n = DoubleDouble.FromDouble(count);
        var scale = n * DoubleDouble.FromDouble(White * White);
        var quarter = DoubleDouble.FromDouble(0.25);
        for (var i = 0; i < s.Rows; i++)
        for (var j = 0; j < s.Columns; j++)
        {
            var mean = DoubleDouble.FromDouble(products[i, j]) / scale;
            s[i, j] = centred
                ? mean - DoubleDouble.FromDouble(sums[i]) * DoubleDouble.FromDouble(sums[j]) / (scale * n) // (P.2)
                : mean
                    - DoubleDouble.FromDouble(sums[i] + sums[j]) / (n * DoubleDouble.FromDouble(2 * White))
                    + quarter; // (P.1)
        }
        return s;
    }
}
