using Compare.Checks.Own;
using Compare.Reference.Graphs;
using Compare.Results;

namespace Compare.Tests.Faults.Graphs;

/// <summary>Gradients in plain loops over double, right and with mistakes of public bug reports: right ones pass, wrong ones are named.</summary>
public sealed class HandWrittenGradientsTests(ITestOutputHelper output)
{
    private const int N = 6;
    private const int D = 4;

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

    [Theory]
    [InlineData("", "")]
    [InlineData("overwritten", "last use alone")]
    public void Embedding(string mistake, string named)
    {
        double[,] table = Draw(1, 5, D),
            weights = Draw(2, N, D);
        int[] tokens = [0, 3, 3, 1, 0, 3];
        var f = Graph.Of(("table", table), table => (weights * table.Gather(tokens)).Sum());
        double[][] Mine(double[][] p)
        {
            var dTable = new double[5 * D];
            for (var i = 0; i < N; i++)
            for (var j = 0; j < D; j++)
                if (mistake == "overwritten")
                    dTable[tokens[i] * D + j] = weights[i, j];
                else
                    dTable[tokens[i] * D + j] += weights[i, j];
            return [dTable];
        }
        Judge(f, Mine, named);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("1 - tanh", "1 - y")]
    [InlineData("one-hot not subtracted", "one-hot")]
    [InlineData("bias over the wrong axis", "wrong axis")]
    [InlineData("mean over classes", "is divided by 3, the size of another axis, in place of 4")]
    public void Classifier(string mistake, string named)
    {
        const int batch = D,
            hidden = D,
            classes = 3;
        double[,] x = Draw(1, batch, 5),
            w1 = Draw(2, 5, hidden),
            w2 = Draw(3, hidden, classes);
        var b1 = Row(4, hidden);
        int[] labels = [0, 2, 1, 2];
        var f = Graph.Of(
            ("w1", w1),
            ("b1", b1),
            ("w2", w2),
            (w1, b1, w2) =>
            {
                Node images = x;
                var a = images.MatMul(w1) + b1;
                var logits = a.Tanh().MatMul(w2);
                return logits.CrossEntropy(labels);
            }
        );
        double[][] Mine(double[][] p)
        {
            double[] dw1 = new double[5 * hidden],
                db1 = new double[hidden],
                dw2 = new double[hidden * classes];
            for (var i = 0; i < batch; i++)
            {
                double[] z = new double[hidden],
                    logits = new double[classes];
                for (var h = 0; h < hidden; h++)
                {
                    var a = p[1][h];
                    for (var c = 0; c < 5; c++)
                        a += x[i, c] * p[0][c * hidden + h];
                    z[h] = Math.Tanh(a);
                    for (var c = 0; c < classes; c++)
                        logits[c] += z[h] * p[2][h * classes + c];
                }
                var y = Softmax(logits);
                var error = y.Select(
                        (v, c) =>
                            (v - (c == labels[i] && mistake != "one-hot not subtracted" ? 1 : 0))
                            / (mistake == "mean over classes" ? classes : batch)
                    )
                    .ToArray();
                for (var h = 0; h < hidden; h++)
                {
                    double back = 0;
                    for (var c = 0; c < classes; c++)
                    {
                        dw2[h * classes + c] += z[h] * error[c];
                        back += error[c] * p[2][h * classes + c];
                    }
                    back *= mistake == "1 - tanh" ? 1 - z[h] : 1 - z[h] * z[h];
                    db1[mistake == "bias over the wrong axis" ? i : h] += back;
                    for (var c = 0; c < 5; c++)
                        dw1[c * hidden + h] += back * x[i, c];
                }
            }
            return [dw1, db1, dw2];
        }
        Judge(f, Mine, named);
    }

    /// <summary>A cell over three steps, its gradient through time; the cell's state gets a gradient from its own step and from the next.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("dC overwritten", "`c`")]
    public void Lstm(string mistake, string named)
    {
        const int steps = 3,
            size = 2;
        double[][] inputs = [.. Enumerable.Range(0, steps).Select(t => Row(10 + t, size))];
        double[] weights = Row(5, size);
        var f = Graph.Of(
            ("wx", Draw(1, 4 * size, size)),
            ("wh", Draw(2, 4 * size, size)),
            ("b", Row(3, 4 * size)),
            (wx, wh, b) =>
            {
                Node h = new double[1, size],
                    c = new double[1, size];
                for (var t = 0; t < steps; t++)
                {
                    Node x = new double[,]
                    {
                        { inputs[t][0], inputs[t][1] },
                    };
                    var gates = x.MatMul(wx.Transpose()) + h.MatMul(wh.Transpose()) + b;
                    var input = gates.Slice(1, 0, size).Sigmoid();
                    var forget = gates.Slice(1, size, size).Sigmoid();
                    var candidate = gates.Slice(1, 2 * size, size).Tanh();
                    var output = gates.Slice(1, 3 * size, size).Sigmoid();
                    c = forget * c + input * candidate;
                    h = output * c.Tanh();
                }
                return (weights * h).Sum();
            }
        );
        double[][] Mine(double[][] p)
        {
            double[] dwx = new double[4 * size * size],
                dwh = new double[4 * size * size],
                db = new double[4 * size];
            List<double[]> hs = [new double[size]],
                cs = [new double[size]],
                gates = [];
            for (var t = 0; t < steps; t++)
            {
                double[] a = new double[4 * size],
                    h = new double[size],
                    c = new double[size];
                for (var g = 0; g < 4 * size; g++)
                {
                    a[g] = p[2][g];
                    for (var j = 0; j < size; j++)
                        a[g] += p[0][g * size + j] * inputs[t][j] + p[1][g * size + j] * hs[t][j];
                    a[g] = g / size == 2 ? Math.Tanh(a[g]) : 1 / (1 + Math.Exp(-a[g]));
                }
                for (var j = 0; j < size; j++)
                {
                    c[j] = a[size + j] * cs[t][j] + a[j] * a[2 * size + j];
                    h[j] = a[3 * size + j] * Math.Tanh(c[j]);
                }
                gates.Add(a);
                hs.Add(h);
                cs.Add(c);
            }
            double[] dh = [.. weights],
                dc = new double[size];
            for (var t = steps - 1; t >= 0; t--)
            {
                var a = gates[t];
                double[] da = new double[4 * size],
                    before = new double[size];
                for (var j = 0; j < size; j++)
                {
                    var z = Math.Tanh(cs[t + 1][j]);
                    var own = dh[j] * a[3 * size + j] * (1 - z * z);
                    dc[j] = mistake == "dC overwritten" ? own : dc[j] + own;
                    da[j] = dc[j] * a[2 * size + j] * a[j] * (1 - a[j]);
                    da[size + j] = dc[j] * cs[t][j] * a[size + j] * (1 - a[size + j]);
                    da[2 * size + j] = dc[j] * a[j] * (1 - a[2 * size + j] * a[2 * size + j]);
                    da[3 * size + j] = dh[j] * z * a[3 * size + j] * (1 - a[3 * size + j]);
                    dc[j] *= a[size + j];
                }
                for (var g = 0; g < 4 * size; g++)
                {
                    db[g] += da[g];
                    for (var j = 0; j < size; j++)
                    {
                        dwx[g * size + j] += da[g] * inputs[t][j];
                        dwh[g * size + j] += da[g] * hs[t][j];
                        before[j] += da[g] * p[1][g * size + j];
                    }
                }
                dh = before;
            }
            return [dwx, dwh, db];
        }
        Judge(f, Mine, named);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("overwritten", "the last gradient that is not zero alone")]
    public void MaxPooling(string mistake, string named)
    {
        const int side = 5,
            window = 3,
            stride = 1,
            places = side - window + 1;
        var random = new Random(3);
        var x = new double[1, 1, side, side];
        for (var i = 0; i < side; i++)
        for (var j = 0; j < side; j++)
            x[0, 0, i, j] = random.NextDouble();
        var weights = new double[1, 1, places, places];
        for (var i = 0; i < places; i++)
        for (var j = 0; j < places; j++)
            weights[0, 0, i, j] = random.NextDouble();
        var f = Graph.Of(("x", x), x => (weights * GraphLayers.MaxPool2d(x, window, stride)).Sum());
        double[][] Mine(double[][] p)
        {
            var dx = new double[side * side];
            for (var r = 0; r < places; r++)
            for (var c = 0; c < places; c++)
            {
                var largest = -1;
                for (var i = 0; i < window; i++)
                for (var j = 0; j < window; j++)
                {
                    var at = (r * stride + i) * side + c * stride + j;
                    if (largest < 0 || p[0][at] > p[0][largest])
                        largest = at;
                }
                dx[largest] = weights[0, 0, r, c] + (mistake == "overwritten" ? 0 : dx[largest]);
            }
            return [dx];
        }
        Judge(f, Mine, named);
    }

    /// <summary>What no mistake explains is described: which arguments are right, and what the difference looks like.</summary>
    [Theory]
    [InlineData("constant", "the difference is the same number everywhere")]
    [InlineData("row", "the difference is constant along each row")]
    [InlineData("column", "the difference is the same in every row")]
    [InlineData("values", "the difference is a multiple of `y`")]
    [InlineData("nothing", "correlation")]
    public void Unexplained(string difference, string words)
    {
        double[,] weights = Draw(2, N, D);
        var f = Graph.Of(
            ("x", Draw(1, N, D)),
            ("b", Row(3, D)),
            (x, b) =>
            {
                var y = (x + b).Tanh();
                return (weights * y).Sum();
            }
        );
        double[][] Mine(double[][] p)
        {
            double[] dx = new double[N * D],
                db = new double[D];
            for (var i = 0; i < N; i++)
            for (var j = 0; j < D; j++)
            {
                var y = Math.Tanh(p[0][i * D + j] + p[1][j]);
                var right = weights[i, j] * (1 - y * y);
                db[j] += right;
                dx[i * D + j] =
                    right
                    + difference switch
                    {
                        "constant" => 0.1,
                        "row" => 0.1 * (i + 1),
                        "column" => 0.1 * (j + 1),
                        "values" => 0.37 * y,
                        _ => 0.1 * Math.Sin(7 * i + 3 * j * j),
                    };
            }
            return [dx, db];
        }
        var result = OwnGradient.Check(f, Mine);
        output.WriteLine(result.ToString());
        var failed = Assert.Single(result.Findings, finding => finding.Status == Status.Disagrees);
        Assert.False(failed.Cause!.IsNamed, failed.Cause.ToString());
        Assert.Contains(words, failed.Cause.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("db is right", failed.Cause.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Nodes without names that are used twice at every turn have a text without end; a large argument has many elements.</summary>
    [Fact]
    public void LoopsAndLargeArguments()
    {
        var deep = Graph.Of(
            ("x", Row(1, 3)),
            x =>
            {
                var y = x;
                for (var turn = 0; turn < 60; turn++)
                    y = 0.5 * y * y + y / 2;
                return y.Sum();
            }
        );
        var wrong = OwnGradient.Check(
            deep,
            _ =>
                [
                    [1, 2, 3],
                ]
        );
        Assert.Contains(wrong.Findings, finding => finding.Status == Status.Disagrees);

        const int rows = 300,
            columns = 400;
        double[,] weights = Draw(2, rows, columns);
        var large = Graph.Of(
            ("w", Draw(3, rows, columns)),
            w =>
            {
                var z = w.Tanh();
                return (weights * z).Sum() + z.Square().Sum();
            }
        );
        double[][] Mine(double[][] p, int off) =>
            [
                [
                    .. p[0]
                        .Select(
                            (w, i) =>
                            {
                                var z = Math.Tanh(w);
                                var right = (weights[i / columns, i % columns] + 2 * z) * (1 - z);
                                return i == off ? right + 1e-3 : right;
                            }
                        ),
                ],
            ];
        Assert.Contains("1 - y", OwnGradient.Check(large, p => Mine(p, -1)).ToString(), StringComparison.Ordinal);
        // A cause that does not hold for an element that was not looked at first is none.
        var almost = OwnGradient.Check(large, p => Mine(p, 7)).Findings[0];
        Assert.False(almost.Cause!.IsNamed, almost.Cause.ToString());
    }

    private void Judge(Graph f, Func<double[][], double[][]> mine, string named)
    {
        var result = OwnGradient.Check(f, mine);
        output.WriteLine(result.ToString());
        var failed = result.Findings.Where(finding => finding.Status == Status.Disagrees).ToList();
        if (named == "")
        {
            Assert.True(result.Passed, result.ToString());
            return;
        }
        Assert.NotEmpty(failed);
        Assert.All(failed, finding => Assert.True(finding.Cause!.IsNamed, finding.Cause.ToString()));
        foreach (
            var word in named.Contains(' ') && named.StartsWith("mean", StringComparison.Ordinal)
                ? named.Split(' ')
                : [named]
        )
            Assert.All(failed, finding => Assert.Contains(word, finding.Cause!.ToString(), StringComparison.Ordinal));
    }

    private static double[] Softmax(double[] x)
    {
        var sum = x.Sum(v => Math.Exp(v - x.Max()));
        return [.. x.Select(v => Math.Exp(v - x.Max()) / sum)];
    }

    private static double[] Row(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }

    private static double[,] Draw(int seed, int rows, int columns)
    {
        var random = new Random(seed);
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            matrix[i, j] = 2 * random.NextDouble() - 1;
        return matrix;
    }
}
