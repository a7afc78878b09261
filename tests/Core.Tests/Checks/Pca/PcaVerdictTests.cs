using Compare.Checks.Pca;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Tests.Checks.Pca;

/// <summary>
/// Weights of every kind that people take for PCA: what is, in whatever basis, size and precision, passes; what is not fails with its
/// reason. The right answers come from the construction of the weights, by Jacobi's rotations in the tests' own arithmetic.
/// </summary>
public sealed class PcaVerdictTests
{
    private const int Draws = 12;

    private static readonly string[] Right =
    [
        "components",
        "rotated",
        "scaled against each other",
        "any basis",
        "negative",
        "rounded to float32",
    ];

    private static readonly (string Kind, string Reason)[] Wrong =
    [
        ("encoder doubled", "encoder-scaled"),
        ("encoder 0.1 % too large", "encoder-scaled"),
        ("sign of the encoder", "encoder-scaled"),
        ("whitened", "encoder-not-left-inverse"),
        ("one element of the encoder", "encoder-not-left-inverse"),
        ("encoder of zeros", "encoder-zero"),
        ("encoder transposed", "transposed"),
        ("decoder transposed", "transposed"),
        ("both transposed", "transposed"),
        ("centred", "not-centred"),
        ("standardised", "standardised"),
        ("another eigenvector", "other-eigenvectors"),
        ("rank lost", "rank-lost"),
        ("random", "not-trained"),
        ("on the way", "not-trained"),
    ];

    public static TheoryData<string, int> RightKinds => new(Right.SelectMany(_ => Cases, (kind, draw) => (kind, draw)));

    public static TheoryData<string, string, int> WrongKinds =>
        new(Wrong.SelectMany(_ => Cases, (kind, draw) => (kind.Kind, kind.Reason, draw)));

    private static IEnumerable<int> Cases => Enumerable.Range(0, Draws);

    [Theory]
    [MemberData(nameof(RightKinds))]
    public void Of_WeightsThatArePca_Passes(string kind, int draw)
    {
        var data = new Data(draw);
        var certificate = data.Check(kind);
        Assert.True(certificate.IsPca, certificate.ToString());
        Assert.True(certificate.Check.Passed, certificate.ToString());
        Assert.Null(certificate.Reason);
    }

    [Theory]
    [MemberData(nameof(WrongKinds))]
    public void Of_WeightsThatAreNot_FailsWithTheReason(string kind, string reason, int draw)
    {
        var certificate = new Data(draw).Check(kind);
        Assert.False(certificate.IsPca, certificate.ToString());
        Assert.False(certificate.Check.Passed);
        Assert.Equal(reason, certificate.Reason!.Id);
        Assert.True(certificate.LossGap > certificate.LossBound);
        Assert.Equal(Status.Disagrees, certificate.Check.Findings[0].Status);
    }

    /// <summary>Weights on their way are near enough for whoever says how near that is, and not for whoever asks for less.</summary>
    [Fact]
    public void Of_ToleranceThatIsNamed_Decides()
    {
        var exact = new Data(0).Check("on the way");
        var share = exact.LossGap / exact.Minimum;
        var degrees = Math.Asin(exact.Sines[0]) * 180 / Math.PI;
        Assert.True(new Data(0).Check("on the way", lossGap: 1.01 * share).IsPca);
        Assert.False(new Data(0).Check("on the way", lossGap: 0.99 * share).IsPca);
        Assert.True(new Data(0).Check("on the way", lossGap: 1.01 * share, angle: 1.01 * degrees).IsPca);
        Assert.False(new Data(0).Check("on the way", lossGap: 1.01 * share, angle: 0.99 * degrees).IsPca);
        Assert.True(new Data(0).Check("on the way", angle: 1.01 * degrees).IsPca);
        Assert.False(new Data(0).Check("encoder doubled", angle: 1).IsPca);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Data(0).Check("on the way", lossGap: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Data(0).Check("on the way", angle: double.NaN));
    }

    /// <summary>Two eigenvalues that are equal: any combination of their eigenvectors leads.</summary>
    [Fact]
    public void Of_EigenvaluesThatAreEqual_TakesAnyOfTheirEigenvectors()
    {
        double[] x = [2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1];
        var (c, s) = (Math.Cos(0.3), Math.Sin(0.3));
        double[] w1 = [1, 0, 0, 0, c, s];
        double[] w2 = [1, 0, 0, c, 0, s];
        var certificate = PcaCheck.Of(x, 3, w1, w2);
        Assert.True(certificate.IsPca, certificate.ToString());
        Assert.False(PcaCheck.Of(x, 3, [0, 1, 0, 0, 0, 1], [0, 0, 1, 0, 0, 1]).IsPca);
    }

    [Fact]
    public void Of_WeightsThatAreNotFinite_AreRefused() =>
        Assert.Throws<ArgumentException>(() => PcaCheck.Of([1, 2, 3, 4, 5, 7], 3, [double.NaN, 0, 0], [1, 0, 0]));

    /// <summary>Rows of numbers with a mean, with columns of unlike sizes, and the weights that are made of them.</summary>
    private sealed class Data
    {
        private readonly Random _random;
        private readonly int _d;
        private readonly int _k;
        private readonly double[] _x;

        public Data(int draw)
        {
            _random = new Random(100 + draw);
            _d = 4 + draw % 7;
            _k = 2 + draw % 2;
            var rows = 30 + 5 * draw;
            var mixing = Enumerable.Range(0, _d * _d).Select(_ => Normal()).ToArray();
            var mean = Enumerable.Range(0, _d).Select(_ => 0.7 * Normal()).ToArray();
            _x = new double[rows * _d];
            for (var i = 0; i < rows; i++)
            {
                var hidden = Enumerable.Range(0, _d).Select(j => Normal() * Math.Pow(0.6, j)).ToArray();
                for (var j = 0; j < _d; j++)
                    _x[i * _d + j] =
                        mean[j] + (1 + 0.5 * j) * Enumerable.Range(0, _d).Sum(q => mixing[j * _d + q] * hidden[q]);
            }
        }

        public PcaCertificate Check(string kind, double? lossGap = null, double? angle = null)
        {
            var (w1, w2, isNegative) = Weights(kind);
            return PcaCheck.Of(_x, _d, w1, w2, isNegative, lossGap: lossGap, angle: angle);
        }

        private (double[] W1, double[] W2, bool IsNegative) Weights(string kind)
        {
            var vectors = SymmetricEigen<double>.Of(Moments(kind)).Vectors;
            var chosen = Enumerable.Range(0, _k).ToArray();
            if (kind == "another eigenvector")
                chosen[^1] = _k;
            // W2 = U A, W1 = A^-1 U': the same map for every A that has an inverse.
            var u = new double[_d, _k];
            for (var i = 0; i < _d; i++)
            for (var j = 0; j < _k; j++)
                u[i, j] = vectors[i, chosen[j]];
            var (w1, w2) = (new double[_k * _d], new double[_d * _k]);
            var (a, inverse) = Basis(kind);
            for (var i = 0; i < _d; i++)
            for (var j = 0; j < _k; j++)
            for (var q = 0; q < _k; q++)
            {
                w2[i * _k + j] += u[i, q] * a[q, j];
                w1[j * _d + i] += inverse[j, q] * u[i, q];
            }
            return Changed(kind, w1, w2);
        }

        private (double[,] A, double[,] Inverse) Basis(string kind)
        {
            var (a, inverse) = (new double[_k, _k], new double[_k, _k]);
            for (var j = 0; j < _k; j++)
            {
                var scale = kind is "scaled against each other" or "any basis" ? Math.Exp(Normal()) : 1;
                (a[j, j], inverse[j, j]) = (scale, 1 / scale);
            }
            if (kind is "rotated" or "any basis")
                for (var j = 1; j < _k; j++)
                    Rotate(a, inverse, j - 1, j, _random.NextDouble() * 6);
            return (a, inverse);
        }

        /// <summary>Multiplies A by a rotation from the right, and its inverse by the rotation back from the left.</summary>
        private void Rotate(double[,] a, double[,] inverse, int p, int q, double angle)
        {
            var (c, s) = (Math.Cos(angle), Math.Sin(angle));
            for (var i = 0; i < _k; i++)
            {
                (a[i, p], a[i, q]) = (c * a[i, p] - s * a[i, q], s * a[i, p] + c * a[i, q]);
                (inverse[p, i], inverse[q, i]) = (
                    c * inverse[p, i] - s * inverse[q, i],
                    s * inverse[p, i] + c * inverse[q, i]
                );
            }
        }

        private (double[] W1, double[] W2, bool IsNegative) Changed(string kind, double[] w1, double[] w2)
        {
            double[] Scaled(double[] values, double factor) => [.. values.Select(value => factor * value)];
            switch (kind)
            {
                case "negative":
                    return (Scaled(w1, -1), w2, true);
                case "rounded to float32":
                    return ([.. w1.Select(w => (double)(float)w)], [.. w2.Select(w => (double)(float)w)], false);
                case "encoder doubled":
                    return (Scaled(w1, 2), w2, false);
                case "encoder 0.1 % too large":
                    return (Scaled(w1, 1.001), w2, false);
                case "sign of the encoder":
                    return (Scaled(w1, -1), w2, false);
                case "encoder of zeros":
                    return (new double[w1.Length], w2, false);
                case "encoder transposed":
                    return (Transposed(w1, _k, _d), w2, false);
                case "decoder transposed":
                    return (w1, Transposed(w2, _d, _k), false);
                case "both transposed":
                    return (Transposed(w1, _k, _d), Transposed(w2, _d, _k), false);
                case "one element of the encoder":
                    w1[_d / 2] += 0.01;
                    return (w1, w2, false);
                case "whitened":
                    for (var j = 0; j < _k; j++)
                    for (var i = 0; i < _d; i++)
                        w1[j * _d + i] /= 2 + j;
                    return (w1, w2, false);
                case "rank lost":
                    for (var i = 0; i < _d; i++)
                        w2[i * _k + _k - 1] = _k == 1 ? 0 : 3 * w2[i * _k];
                    return (w1, w2, false);
                case "random":
                    return ([.. w1.Select(_ => Normal())], [.. w2.Select(_ => Normal())], false);
                case "on the way":
                    return ([.. w1.Select(w => w + 1e-3 * Normal())], [.. w2.Select(w => w + 1e-3 * Normal())], false);
                default:
                    return (w1, w2, false);
            }
        }

        private Matrix<double> Moments(string kind)
        {
            var n = _x.Length / _d;
            var s = new Matrix<double>(_d, _d);
            var mean = new double[_d];
            var isCentred = kind is "centred" or "standardised";
            for (var i = 0; isCentred && i < _x.Length; i++)
                mean[i % _d] += _x[i] / n;
            for (var r = 0; r < n; r++)
            for (var i = 0; i < _d; i++)
            for (var j = 0; j < _d; j++)
                s[i, j] += (_x[r * _d + i] - mean[i]) * (_x[r * _d + j] - mean[j]) / n;
            if (kind != "standardised")
                return s;
            var deviations = Enumerable.Range(0, _d).Select(i => Math.Sqrt(s[i, i])).ToArray();
            for (var i = 0; i < _d; i++)
            for (var j = 0; j < _d; j++)
                s[i, j] /= deviations[i] * deviations[j];
            return s;
        }

        private double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

        private static double[] Transposed(double[] matrix, int rows, int columns)
        {
            var turned = new double[matrix.Length];
            for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                turned[j * rows + i] = matrix[i * columns + j];
            return turned;
        }
    }
}
