using Compare.Checks.Own;
using Compare.Reference.Graphs;
using Compare.Results;
using Compare.Torch;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Compare.Tests.Sides;

/// <summary>Every operation of a graph, and the functions made of them, against libtorch's autograd in float64: within the graph's own bounds.</summary>
/// <remarks>libtorch has its own algebra for most of them, such as compact gradients of normalisations, and its own order of sums.</remarks>
public sealed class GraphsAgainstAutogradTests(ITestOutputHelper output)
{
    private const int Some = 20;
    private const int Many = 100;

    /// <summary>A function in both libraries, on arguments of some shapes; what it gives is summed with weights of its shape.</summary>
    private sealed record Pair(
        long[][] Shapes,
        Func<IReadOnlyList<Node>, Node> Graph,
        Func<Tensor[], Tensor> Autograd,
        bool IsScalar = false
    );

    private static readonly Dictionary<string, Func<Random, Pair>> Functions = new()
    {
        ["add"] = r => Two(r, (a, b) => a + b, (a, b) => a + b),
        ["subtract"] = r => Two(r, (a, b) => a - b, (a, b) => a - b),
        ["multiply"] = r => Two(r, (a, b) => a * b, (a, b) => a * b),
        ["divide"] = r => Two(r, (a, b) => a / (b.Square() + 0.5), (a, b) => a / (b.square() + 0.5)),
        ["maximum"] = r => Two(r, (a, b) => a.Maximum(b), (a, b) => torch.maximum(a, b)),
        ["greater"] = r => Two(r, (a, b) => (a > b) * a, (a, b) => a.gt(b).to(float64) * a),
        ["minimum"] = r => Two(r, (a, b) => a.Minimum(b), (a, b) => torch.minimum(a, b)),
        ["negate"] = r => One(r, x => -x, x => -x),
        ["square"] = r => One(r, x => x.Square(), x => x.square()),
        ["sqrt"] = r => One(r, x => (x.Square() + 0.1).Sqrt(), x => (x.square() + 0.1).sqrt()),
        ["exp"] = r => One(r, x => x.Exp(), x => x.exp()),
        ["log"] = r => One(r, x => (x.Square() + 0.1).Log(), x => (x.square() + 0.1).log()),
        ["tanh"] = r => One(r, x => x.Tanh(), x => x.tanh()),
        ["sigmoid"] = r => One(r, x => x.Sigmoid(), x => x.sigmoid()),
        ["relu"] = r => One(r, x => x.Relu(), x => x.relu()),
        ["abs"] = r => One(r, x => x.Abs(), x => x.abs()),
        ["softplus"] = r => One(r, x => x.Softplus(), x => F.softplus(x, 1, 50)),
        ["power"] = r => One(r, x => x.Power(3), x => x.pow(3)),
        ["erf"] = r => One(r, x => x.Erf(), x => x.erf()),
        ["sin"] = r => One(r, x => (4 * x).Sin(), x => (4 * x).sin()),
        ["cos"] = r => One(r, x => (4 * x).Cos(), x => (4 * x).cos()),
        ["leaky relu"] = r => One(r, x => x.LeakyRelu(), x => F.leaky_relu(x, 0.01)),
        ["elu"] = r => One(r, x => x.Elu(), x => F.elu(x, 1)),
        ["gelu"] = r => One(r, x => x.Gelu(), x => F.gelu(x)),
        ["binary cross-entropy"] = r => new Pair(
            [Shape(r, 1, 4)],
            x => x[0].BinaryCrossEntropy(0.3),
            x => F.binary_cross_entropy_with_logits(x[0], torch.full_like(x[0], 0.3)),
            IsScalar: true
        ),
        ["sum"] = r => Along(r, (x, a) => x.Sum(a), (x, a) => x.sum(a)),
        ["mean"] = r => Along(r, (x, a) => x.Mean(a), (x, a) => x.mean([a])),
        ["variance"] = r => Along(r, (x, a) => x.Variance(a), (x, a) => x.var(a, unbiased: false)),
        ["max"] = r => Along(r, (x, a) => x.Max(a), (x, a) => x.max(a).values),
        ["log-sum-exp"] = r => Along(r, (x, a) => x.LogSumExp(a), (x, a) => x.logsumexp(a)),
        ["softmax"] = r => Along(r, (x, a) => x.Softmax(a), (x, a) => F.softmax(x, a)),
        ["log-softmax"] = r => Along(r, (x, a) => x.LogSoftmax(a), (x, a) => F.log_softmax(x, a)),
        ["matrix product"] = r =>
        {
            long m = r.Next(1, 8),
                n = r.Next(1, 8),
                p = r.Next(1, 8),
                many = r.Next(1, 4);
            return new Pair(
                [
                    [many, m, n],
                    [n, p],
                ],
                x => x[0].MatMul(x[1]),
                x => x[0].matmul(x[1])
            );
        },
        ["transpose"] = r => new Pair([Shape(r, 2, 4)], x => x[0].Transpose(), x => x[0].transpose(-1, -2)),
        ["slice"] = r =>
            Along(r, (x, a) => x.Slice(a, 0, 1 + x.Shape[a] / 2), (x, a) => x.narrow(a, 0, 1 + x.shape[a] / 2)),
        ["concatenate"] = r =>
            Along(r, (x, a) => GraphFunctions.Concatenate(a, x, x.Square()), (x, a) => torch.cat([x, x.square()], a)),
        ["scatter-add"] = r =>
        {
            var shape = Shape(r, 1, 4);
            int[] rows = [.. Enumerable.Range(0, (int)shape[0]).Select(_ => r.Next(3))];
            return new Pair(
                [shape],
                x => x[0].ScatterAdd(rows, 4),
                x => zeros([4, .. shape[1..]], float64).index_add(0, torch.tensor(rows, int64), x[0], 1)
            );
        },
        ["gather"] = r =>
        {
            var shape = Shape(r, 1, 4);
            int[] rows = [.. Enumerable.Range(0, 5).Select(_ => r.Next((int)shape[0]))];
            return new Pair([shape], x => x[0].Gather(rows), x => x[0].index_select(0, torch.tensor(rows, int64)));
        },
        ["cross-entropy"] = r =>
        {
            long rows = r.Next(1, 7),
                classes = r.Next(2, 7);
            int[] labels = [.. Enumerable.Range(0, (int)rows).Select(_ => r.Next((int)classes))];
            return new Pair(
                [
                    [rows, classes],
                ],
                x => x[0].CrossEntropy(labels),
                x => F.cross_entropy(x[0], torch.tensor(labels, int64)),
                IsScalar: true
            );
        },
        ["dense"] = r =>
        {
            long b = r.Next(1, 8),
                n = r.Next(1, 8),
                m = r.Next(1, 8);
            return new Pair(
                [
                    [b, n],
                    [m, n],
                    [m],
                ],
                x => GraphLayers.Dense(x[0], x[1], x[2]),
                x => F.linear(x[0], x[1], x[2])
            );
        },
        ["batch norm"] = r =>
        {
            long b = r.Next(2, 8),
                n = r.Next(1, 8);
            return new Pair(
                [
                    [b, n],
                    [n],
                    [n],
                ],
                x => GraphLayers.BatchNorm(x[0], x[1], x[2]),
                x => F.batch_norm(x[0], null!, null!, x[1], x[2], training: true, momentum: 0.1, eps: 1e-5)
            );
        },
        ["layer norm"] = r =>
        {
            long b = r.Next(1, 8),
                n = r.Next(2, 8);
            return new Pair(
                [
                    [b, n],
                    [n],
                    [n],
                ],
                x => GraphLayers.LayerNorm(x[0], x[1], x[2]),
                x => F.layer_norm(x[0], [n], x[1], x[2], 1e-5)
            );
        },
        ["rms norm"] = r =>
        {
            long b = r.Next(1, 8),
                n = r.Next(1, 8);
            return new Pair(
                [
                    [b, n],
                    [n],
                ],
                x => GraphLayers.RmsNorm(x[0], x[1]),
                x => x[0] * (x[0].square().mean([-1], keepdim: true) + 1e-5).rsqrt() * x[1]
            );
        },
        ["attention"] = r =>
        {
            long n = r.Next(1, 8),
                m = r.Next(1, 8),
                d = r.Next(1, 8),
                p = r.Next(1, 8);
            return new Pair(
                [
                    [2, n, d],
                    [2, m, d],
                    [2, m, p],
                ],
                x => GraphLayers.Attention(x[0], x[1], x[2]),
                x => F.softmax(x[0].matmul(x[1].transpose(-1, -2)) / Math.Sqrt(d), -1).matmul(x[2])
            );
        },
        ["convolution"] = r =>
        {
            int groups = r.Next(1, 3),
                stride = r.Next(1, 3),
                padding = r.Next(0, 3),
                dilation = r.Next(1, 3);
            long channels = groups * r.Next(1, 3),
                outputs = groups * r.Next(1, 3);
            return new Pair(
                [
                    [2, channels, 6, 5],
                    [outputs, channels / groups, 2, 3],
                    [outputs],
                ],
                x => GraphLayers.Conv2d(x[0], x[1], x[2], stride, padding, dilation, groups),
                x =>
                    F.conv2d(
                        x[0],
                        x[1],
                        x[2],
                        strides: [stride, stride],
                        padding: [padding, padding],
                        dilation: [dilation, dilation],
                        groups: groups
                    )
            );
        },
        ["max pooling"] = r =>
        {
            int size = r.Next(1, 4),
                stride = r.Next(1, 3);
            return new Pair(
                [
                    [2, 2, 6, 5],
                ],
                x => GraphLayers.MaxPool2d(x[0], size, stride),
                x => F.max_pool2d(x[0], [size, size], [stride, stride])
            );
        },
        ["average pooling"] = r =>
        {
            int size = r.Next(1, 4),
                stride = r.Next(1, 3);
            return new Pair(
                [
                    [2, 2, 6, 5],
                ],
                x => GraphLayers.AveragePool2d(x[0], size, stride),
                x => F.avg_pool2d(x[0], [size, size], [stride, stride])
            );
        },
        ["lstm"] = r =>
        {
            long b = r.Next(1, 4),
                n = r.Next(1, 5),
                m = r.Next(1, 5);
            return new Pair(
                [
                    [b, n],
                    [b, m],
                    [b, m],
                    [4 * m, n],
                    [4 * m, m],
                    [4 * m],
                ],
                x =>
                {
                    var (h, c) = GraphLayers.LstmCell(x[0], x[1], x[2], x[3], x[4], x[5]);
                    (h, _) = GraphLayers.LstmCell(x[0], h, c, x[3], x[4], x[5]);
                    return h;
                },
                x =>
                {
                    var (h, c) = (x[1], x[2]);
                    for (var t = 0; t < 2; t++)
                    {
                        var gates = (x[0].matmul(x[3].t()) + h.matmul(x[4].t()) + x[5]).chunk(4, 1);
                        c = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh();
                        h = gates[3].sigmoid() * c.tanh();
                    }
                    return h;
                }
            );
        },
        ["gru"] = r =>
        {
            long b = r.Next(1, 4),
                n = r.Next(1, 5),
                m = r.Next(1, 5);
            return new Pair(
                [
                    [b, n],
                    [b, m],
                    [3 * m, n],
                    [3 * m, m],
                    [3 * m],
                    [3 * m],
                ],
                x => GraphLayers.GruCell(x[0], x[1], x[2], x[3], x[4], x[5]),
                x =>
                {
                    var ofInput = (x[0].matmul(x[2].t()) + x[4]).chunk(3, 1);
                    var ofHidden = (x[1].matmul(x[3].t()) + x[5]).chunk(3, 1);
                    var reset = (ofInput[0] + ofHidden[0]).sigmoid();
                    var update = (ofInput[1] + ofHidden[1]).sigmoid();
                    var candidate = (ofInput[2] + reset * ofHidden[2]).tanh();
                    return (x[1] - candidate) * update + candidate;
                }
            );
        },
        ["variational autoencoder"] = r =>
        {
            long b = r.Next(1, 6),
                n = r.Next(1, 6),
                k = r.Next(1, 6);
            return new Pair(
                [
                    [b, n],
                    [b, n],
                    [b, k],
                    [b, k],
                ],
                x => GraphLayers.VaeLoss(x[0], x[1], x[2], x[3]),
                x => (0.5 * (x[0] - x[1]).square().sum() - 0.5 * (1 + x[3] - x[2].square() - x[3].exp()).sum()) / b,
                IsScalar: true
            );
        },
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_OfAutograd_Agrees(string name) => Agrees(name, Some);

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void Check_OfAutogradAtManyShapes_Agrees(string name) => Agrees(name, Many);

    private void Agrees(string name, int draws)
    {
        var (comparisons, worst) = (0, 0.0);
        for (var seed = 0; seed < draws; seed++)
        {
            var random = new Random(seed);
            var pair = Functions[name](random);
            Array weights = Array.Empty<double>();
            var graph = Graph.Of(
                [.. pair.Shapes.Select((shape, i) => ($"x{i}", Draw(random, shape)))],
                x =>
                {
                    var y = pair.Graph(x);
                    if (pair.IsScalar)
                        return y;
                    weights = Draw(random, [.. y.Shape.Sizes.Select(size => (long)size)]);
                    return (Node.Of(weights) * y).Sum();
                }
            );
            var flat = weights.Cast<double>().ToArray();
            var autograd = new TorchFunction(
                x =>
                {
                    var y = pair.Autograd(x);
                    return pair.IsScalar ? y : (torch.tensor(flat).reshape(y.shape) * y).sum();
                },
                pair.Shapes
            );
            var result = OwnGradient.Check(graph, autograd.Gradient);
            Assert.True(result.Findings.All(f => f.Status != Status.Disagrees), $"{seed}: {result}");
            comparisons += result.Findings.Count;
            worst = Math.Max(worst, result.Findings.Max(finding => finding.Ratio ?? 0));
        }
        output.WriteLine($"{name}: {comparisons} comparisons, largest error / bound {worst:0.000}");
        Assert.InRange(worst, 0, 1);
    }

    private static Pair One(Random random, Func<Node, Node> graph, Func<Tensor, Tensor> autograd) =>
        new([Shape(random, 1, 4)], x => graph(x[0]), x => autograd(x[0]));

    private static Pair Along(Random random, Func<Node, int, Node> graph, Func<Tensor, int, Tensor> autograd)
    {
        var shape = Shape(random, 1, 4);
        var axis = random.Next(shape.Length);
        return new([shape], x => graph(x[0], axis), x => autograd(x[0], axis));
    }

    private static Pair Two(Random random, Func<Node, Node, Node> graph, Func<Tensor, Tensor, Tensor> autograd)
    {
        var shape = Shape(random, 1, 4);
        long[] other = [.. shape.Skip(random.Next(shape.Length)).Select(size => random.Next(3) == 0 ? 1 : size)];
        return new(
            random.Next(2) == 0 ? [shape, other] : [other, shape],
            x => graph(x[0], x[1]),
            x => autograd(x[0], x[1])
        );
    }

    private static long[] Shape(Random random, int least, int most) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => (long)random.Next(1, 8))];

    private static Array Draw(Random random, long[] shape)
    {
        var array = Array.CreateInstance(typeof(double), shape.Length == 0 ? [1] : shape);
        for (var i = 0; i < array.Length; i++)
        {
            var (rest, index) = ((long)i, new long[array.Rank]);
            for (var axis = array.Rank - 1; axis >= 0; axis--)
                (index[axis], rest) = (rest % array.GetLongLength(axis), rest / array.GetLongLength(axis));
            array.SetValue((random.Next(2) == 0 ? -1 : 1) * (0.05 + 1.5 * random.NextDouble()), index);
        }
        return array;
    }
}
