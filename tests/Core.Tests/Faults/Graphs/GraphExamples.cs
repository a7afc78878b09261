using Compare.Reference.Graphs;

namespace Compare.Tests.Faults.Graphs;

/// <summary>Functions of networks at small sizes, with arguments at random.</summary>
internal static class GraphExamples
{
    public static IReadOnlyDictionary<string, Func<int, Graph>> All { get; } =
        new Dictionary<string, Func<int, Graph>>
        {
            ["perceptron"] = seed =>
                Of(
                    seed,
                    [("w1", [4, 5]), ("b1", [4]), ("w2", [3, 4]), ("b2", [3])],
                    (p, draw) =>
                    {
                        var a = GraphLayers.Dense(draw([6, 5]), p[0], p[1]);
                        var logits = GraphLayers.Dense(a.Tanh(), p[2], p[3]);
                        return logits.CrossEntropy([0, 2, 1, 1, 0, 2]);
                    }
                ),
            ["batch norm"] = seed =>
                Of(
                    seed,
                    [("x", [6, 4]), ("gamma", [4]), ("beta", [4])],
                    (p, draw) => (draw([6, 4]) * GraphLayers.BatchNorm(p[0], p[1], p[2])).Sum()
                ),
            ["layer norm"] = seed =>
                Of(
                    seed,
                    [("x", [6, 4]), ("gamma", [4]), ("beta", [4])],
                    (p, draw) => (draw([6, 4]) * GraphLayers.LayerNorm(p[0], p[1], p[2])).Sum()
                ),
            ["rms norm"] = seed =>
                Of(
                    seed,
                    [("x", [6, 4]), ("gamma", [4])],
                    (p, draw) => (draw([6, 4]) * GraphLayers.RmsNorm(p[0], p[1])).Sum()
                ),
            ["convolution"] = seed =>
                Of(
                    seed,
                    [("x", [2, 2, 5, 5]), ("w", [3, 2, 3, 3]), ("b", [3])],
                    (p, draw) =>
                    {
                        var y = GraphLayers.Conv2d(p[0], p[1], p[2], stride: 2, padding: 1);
                        return (draw([.. y.Shape.Sizes]) * y.Relu()).Sum();
                    }
                ),
            ["max pooling"] = seed =>
                Of(
                    seed,
                    [("x", [2, 2, 5, 5])],
                    (p, draw) =>
                    {
                        var y = GraphLayers.MaxPool2d(p[0], size: 3, stride: 2);
                        return (draw([.. y.Shape.Sizes]) * y).Sum();
                    }
                ),
            ["lstm"] = seed =>
                Of(
                    seed,
                    [("wx", [12, 2]), ("wh", [12, 3]), ("b", [12])],
                    (p, draw) =>
                    {
                        Node h = draw([2, 3]),
                            c = draw([2, 3]);
                        for (var t = 0; t < 3; t++)
                            (h, c) = GraphLayers.LstmCell(draw([2, 2]), h, c, p[0], p[1], p[2]);
                        return (draw([2, 3]) * h).Sum();
                    }
                ),
            ["gru"] = seed =>
                Of(
                    seed,
                    [("wx", [9, 2]), ("wh", [9, 3]), ("bx", [9]), ("bh", [9])],
                    (p, draw) =>
                    {
                        Node h = draw([2, 3]);
                        for (var t = 0; t < 3; t++)
                            h = GraphLayers.GruCell(draw([2, 2]), h, p[0], p[1], p[2], p[3]);
                        return (draw([2, 3]) * h).Sum();
                    }
                ),
            ["attention"] = seed =>
                Of(
                    seed,
                    [("q", [4, 3]), ("k", [5, 3]), ("v", [5, 2])],
                    (p, draw) => (draw([4, 2]) * GraphLayers.Attention(p[0], p[1], p[2])).Sum()
                ),
            ["embedding, tied"] = seed =>
                Of(
                    seed,
                    [("table", [5, 3]), ("w", [3, 3])],
                    (p, _) =>
                    {
                        var hidden = p[0].Gather([0, 3, 3, 1, 0, 4]).MatMul(p[1]).Tanh();
                        var logits = hidden.MatMul(p[0].Transpose());
                        return logits.CrossEntropy([1, 3, 2, 0, 4, 3]);
                    }
                ),
            ["variational autoencoder"] = seed =>
                Of(
                    seed,
                    [("wm", [2, 5]), ("wv", [2, 5]), ("wd", [5, 2])],
                    (p, draw) =>
                    {
                        Node x = draw([4, 5]);
                        var mean = GraphLayers.Dense(x, p[0]);
                        var logVariance = GraphLayers.Dense(x, p[1]);
                        var code = mean + (logVariance / 2).Exp() * draw([4, 2]);
                        var reconstruction = GraphLayers.Dense(code, p[2]).Sigmoid();
                        return GraphLayers.VaeLoss(x, reconstruction, mean, logVariance);
                    }
                ),
            ["autoencoder"] = seed =>
                Of(
                    seed,
                    [("W1", [3, 6]), ("W2", [6, 3])],
                    (p, draw) =>
                    {
                        Node x = draw([5, 6]);
                        var a = x.MatMul(p[0].Transpose());
                        var y = a.Sigmoid().MatMul(p[1].Transpose());
                        return (y - x).Square().Sum() / 10;
                    }
                ),
        };

    private static Graph Of(
        int seed,
        (string Name, int[] Shape)[] arguments,
        Func<IReadOnlyList<Node>, Func<int[], Node>, Node> function
    )
    {
        var random = new Random(seed);
        return Graph.Of(
            [.. arguments.Select(argument => (argument.Name, Draw(random, argument.Shape)))],
            nodes => function(nodes, shape => Node.Of(Draw(random, shape)))
        );
    }

    private static Array Draw(Random random, int[] shape)
    {
        var array = Array.CreateInstance(typeof(double), shape);
        for (var i = 0; i < array.Length; i++)
        {
            var (rest, index) = (i, new int[array.Rank]);
            for (var axis = array.Rank - 1; axis >= 0; axis--)
                (index[axis], rest) = (rest % array.GetLength(axis), rest / array.GetLength(axis));
            array.SetValue((double)(float)(2 * random.NextDouble() - 1), index);
        }
        return array;
    }
}
