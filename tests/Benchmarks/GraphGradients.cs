using BenchmarkDotNet.Attributes;
using Compare.Checks.Own;
using Compare.Reference.Graphs;

namespace Compare.Benchmarks;

/// <summary>What it costs to judge every element of a gradient, beside computing it once in double, from a thousand to a million parameters.</summary>
[WarmupCount(1)]
[IterationCount(5)]
[InvocationCount(1)]
public class GraphGradients
{
    private static readonly Dictionary<string, Func<Graph>> Functions = new()
    {
        ["dense, 1e3"] = () => Dense(1),
        ["dense, 1e4"] = () => Dense(12),
        ["dense, 1e5"] = () => Dense(125),
        ["dense, 1e6"] = () => Dense(1250),
        ["convolution, 1e3"] = () => Convolution(10),
        ["convolution, 1e4"] = () => Convolution(32),
        ["lstm, 1e3"] = () => Lstm(10),
        ["lstm, 1e4"] = () => Lstm(50),
    };

    private Graph _graph = null!;
    private double[][] _gradient = [];

    /// <summary>The function and about how many parameters it has.</summary>
    [ParamsSource(nameof(Names))]
    public string Function { get; set; } = "";

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Names => Functions.Keys;

    /// <summary>Makes the function, and makes sure that the gradient in double passes.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _graph = Functions[Function]();
        _gradient = InDouble();
        Judged();
    }

    /// <summary>The gradient by all arguments, once in double.</summary>
    /// <returns>One array for each argument.</returns>
    [Benchmark(Baseline = true)]
    public double[][] InDouble()
    {
        var gradients = _graph.Evaluate<double>().Differentiate();
        return [.. _graph.Arguments.Select(argument => gradients[_graph.NumberOf(argument)]!.Elements)];
    }

    /// <summary>Every element held against double-double within its bound.</summary>
    [Benchmark]
    public void Judged() => OwnGradient.Check(_graph, _ => _gradient).AssertAgrees();

    private static Graph Dense(int hidden) =>
        Graph.Of(
            ("w1", Draw(1, hidden, 784)),
            ("b1", Draw(2, hidden)),
            ("w2", Draw(3, 10, hidden)),
            ("b2", Draw(4, 10)),
            (w1, b1, w2, b2) =>
            {
                const int images = 100;
                var z = GraphLayers.Dense(Node.Of(Draw(5, images, 784)), w1, b1).Tanh();
                return GraphLayers.Dense(z, w2, b2).CrossEntropy([.. Enumerable.Range(0, images).Select(i => i % 10)]);
            }
        );

    private static Graph Convolution(int channels) =>
        Graph.Of(
            ("w", Draw(1, channels, channels, 3, 3)),
            w => GraphLayers.Conv2d(Node.Of(Draw(2, 4, channels, 14, 14)), w, padding: 1).Relu().Square().Sum()
        );

    private static Graph Lstm(int size) =>
        Graph.Of(
            ("wx", Draw(1, 4 * size, 20)),
            ("wh", Draw(2, 4 * size, size)),
            ("b", Draw(3, 4 * size)),
            (wx, wh, b) =>
            {
                const int steps = 50;
                Node h = Node.Of(Draw(4, 10, size)),
                    c = Node.Of(Draw(5, 10, size));
                for (var t = 0; t < steps; t++)
                    (h, c) = GraphLayers.LstmCell(
                        Node.Of(Draw(6 + t, 10, 20)),
                        h,
                        c,
                        wx,
                        // The bounds of a loop that amplifies grow beyond all numbers.
                        wh / size,
                        b
                    );
                return h.Square().Sum();
            }
        );

    private static Array Draw(int seed, params int[] shape)
    {
        var random = new Random(seed);
        var array = Array.CreateInstance(typeof(double), shape);
        var flat = Enumerable.Range(0, array.Length).Select(_ => random.NextDouble() - 0.5).ToArray();
        Buffer.BlockCopy(flat, 0, array, 0, flat.Length * sizeof(double));
        return array;
    }
}
