using Compare.Reference.Graphs;

namespace Compare.Tests.Faults.Graphs;

/// <summary>Embedding, classifier, recurrent cell and pooling.</summary>
public sealed partial class HandWrittenGradientsTests
{
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
}
