using Compare.Reference.Graphs;

namespace Compare.Tests.Faults.Graphs;

/// <summary>Normalisation, softmax and attention.</summary>
public sealed partial class HandWrittenGradientsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("mean constant", "mean")]
    [InlineData("variance constant", "variance")]
    [InlineData("both constant", "mean variance")]
    public void BatchNorm(string mistake, string named)
    {
        double[,] x = Draw(1, N, D),
            weights = Draw(2, N, D);
        double[] gamma = Row(3, D),
            beta = Row(4, D);
        var f = Graph.Of(
            ("x", x),
            ("gamma", gamma),
            ("beta", beta),
            (x, gamma, beta) =>
            {
                var mean = x.Mean(axis: 0);
                var variance = (x - mean).Square().Mean(axis: 0);
                var y = gamma * (x - mean) / (variance + 1e-5).Sqrt() + beta;
                return (weights * y).Sum();
            }
        );
        double[][] Mine(double[][] p)
        {
            double[] dx = new double[N * D],
                dGamma = new double[D],
                dBeta = new double[D];
            for (var j = 0; j < D; j++)
            {
                double mean = 0,
                    variance = 0;
                for (var i = 0; i < N; i++)
                    mean += p[0][i * D + j] / N;
                for (var i = 0; i < N; i++)
                    variance += Math.Pow(p[0][i * D + j] - mean, 2) / N;
                var root = Math.Sqrt(variance + 1e-5);
                double dVariance = 0,
                    dMean = 0;
                for (var i = 0; i < N; i++)
                {
                    var dHat = weights[i, j] * p[1][j];
                    dVariance += dHat * (p[0][i * D + j] - mean) * -0.5 / (root * root * root);
                    dMean -= dHat / root;
                    dGamma[j] += weights[i, j] * (p[0][i * D + j] - mean) / root;
                    dBeta[j] += weights[i, j];
                }
                if (mistake is "variance constant" or "both constant")
                    dVariance = 0;
                if (mistake is "mean constant" or "both constant")
                    dMean = 0;
                for (var i = 0; i < N; i++)
                    dx[i * D + j] =
                        weights[i, j] * p[1][j] / root + dVariance * 2 * (p[0][i * D + j] - mean) / N + dMean / N;
            }
            return [dx, dGamma, dBeta];
        }
        Judge(f, Mine, named);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("mean subtracted twice", "mean")]
    [InlineData("variance constant", "variance")]
    public void LayerNorm(string mistake, string named)
    {
        double[,] x = Draw(1, N, D),
            weights = Draw(2, N, D);
        var gamma = Row(3, D);
        var f = Graph.Of(
            ("x", x),
            ("gamma", gamma),
            (x, gamma) =>
            {
                var mean = x.Mean(axis: 1, keepAxis: true);
                var variance = (x - mean).Square().Mean(axis: 1, keepAxis: true);
                var y = gamma * ((x - mean) / (variance + 1e-5).Sqrt());
                return (weights * y).Sum();
            }
        );
        // The compact form: dx = (dHat - mean(dHat) - xHat mean(dHat xHat)) / root.
        double[][] Mine(double[][] p)
        {
            double[] dx = new double[N * D],
                dGamma = new double[D];
            for (var i = 0; i < N; i++)
            {
                var row = p[0].AsSpan(i * D, D).ToArray();
                var mean = row.Average();
                var root = Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + 1e-5);
                var hat = row.Select(v => (v - mean) / root).ToArray();
                var dHat = hat.Select((_, j) => weights[i, j] * p[1][j]).ToArray();
                var (first, second) = (dHat.Average(), dHat.Zip(hat, (a, b) => a * b).Average());
                if (mistake == "mean subtracted twice")
                    first *= 2;
                if (mistake == "variance constant")
                    second = 0;
                for (var j = 0; j < D; j++)
                {
                    dx[i * D + j] = (dHat[j] - first - hat[j] * second) / root;
                    dGamma[j] += weights[i, j] * hat[j];
                }
            }
            return [dx, dGamma];
        }
        Judge(f, Mine, named);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("diagonal", "diagonal")]
    public void SoftmaxOfRows(string mistake, string named)
    {
        double[,] x = Draw(1, N, D),
            weights = Draw(2, N, D);
        var f = Graph.Of(("x", x), x => (weights * x.Softmax(axis: 1)).Sum());
        double[][] Mine(double[][] p)
        {
            var dx = new double[N * D];
            for (var i = 0; i < N; i++)
            {
                var y = Softmax(p[0].AsSpan(i * D, D).ToArray());
                for (var j = 0; j < D; j++)
                for (var k = 0; k < D; k++)
                    if (j == k || mistake != "diagonal")
                        dx[i * D + j] += weights[i, k] * y[k] * ((j == k ? 1 : 0) - y[j]);
            }
            return [dx];
        }
        Judge(f, Mine, named);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("scale missing", "the factor `0.5` is missing")]
    [InlineData("diagonal", "diagonal")]
    public void Attention(string mistake, string named)
    {
        double[,] q = Draw(1, N, D),
            k = Draw(2, N, D),
            v = Draw(3, N, D),
            weights = Draw(4, N, D);
        var scale = 1 / Math.Sqrt(D);
        var f = Graph.Of(
            ("q", q),
            ("k", k),
            ("v", v),
            (q, k, v) =>
            {
                var scores = q.MatMul(k.Transpose()) * scale;
                var attention = scores.Softmax(axis: 1);
                return (weights * attention.MatMul(v)).Sum();
            }
        );
        double[][] Mine(double[][] p)
        {
            double[] dq = new double[N * D],
                dk = new double[N * D],
                dv = new double[N * D];
            for (var i = 0; i < N; i++)
            {
                var scores = new double[N];
                for (var j = 0; j < N; j++)
                for (var c = 0; c < D; c++)
                    scores[j] += p[0][i * D + c] * p[1][j * D + c] * scale;
                var a = Softmax(scores);
                var dA = new double[N];
                for (var j = 0; j < N; j++)
                for (var c = 0; c < D; c++)
                {
                    dA[j] += weights[i, c] * p[2][j * D + c];
                    dv[j * D + c] += a[j] * weights[i, c];
                }
                var mean = a.Zip(dA, (x, y) => x * y).Sum();
                for (var j = 0; j < N; j++)
                {
                    var dScore = mistake == "diagonal" ? a[j] * (1 - a[j]) * dA[j] : a[j] * (dA[j] - mean);
                    if (mistake != "scale missing")
                        dScore *= scale;
                    for (var c = 0; c < D; c++)
                    {
                        dq[i * D + c] += dScore * p[1][j * D + c];
                        dk[j * D + c] += dScore * p[0][i * D + c];
                    }
                }
            }
            return [dq, dk, dv];
        }
        Judge(f, Mine, named);
    }
}
