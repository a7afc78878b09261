using Compare.Reference.Graphs;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Reference.Tests.Graphs;

/// <summary>
/// Every operation differentiated against central differences in double-double and against dual numbers, which know nothing of its backward
/// rule.
/// </summary>
public sealed class GraphTests(ITestOutputHelper output)
{
    private const int Some = 30;
    private const int Many = 100;

    /// <summary>By name: draws arguments of random shapes, and writes the function.</summary>
    private static readonly Dictionary<string, Func<Random, Graph>> Functions = new()
    {
        ["add"] = random => Two(random, (a, b) => a + b),
        ["subtract"] = random => Two(random, (a, b) => a - b),
        ["multiply"] = random => Two(random, (a, b) => a * b),
        ["divide"] = random => Two(random, (a, b) => a / (b.Square() + 0.5)),
        ["maximum"] = random => Two(random, (a, b) => a.Maximum(b)),
        ["negate"] = random => One(random, x => -x),
        ["square"] = random => One(random, x => x.Square()),
        ["sqrt"] = random => One(random, x => (x.Square() + 0.1).Sqrt()),
        ["exp"] = random => One(random, x => x.Exp()),
        ["log"] = random => One(random, x => (x.Square() + 0.1).Log()),
        ["tanh"] = random => One(random, x => x.Tanh()),
        ["sigmoid"] = random => One(random, x => x.Sigmoid()),
        ["relu"] = random => One(random, x => x.Relu()),
        ["abs"] = random => One(random, x => x.Abs()),
        ["softplus"] = random => One(random, x => x.Softplus()),
        ["power"] = random => One(random, x => x.Power(random.Next(1, 5))),
        ["erf"] = random => One(random, x => x.Erf()),
        ["sin"] = random => One(random, x => (4 * x).Sin()),
        ["cos"] = random => One(random, x => (4 * x).Cos()),
        ["leaky relu"] = random => One(random, x => x.LeakyRelu()),
        ["elu"] = random => One(random, x => x.Elu()),
        ["gelu"] = random => One(random, x => x.Gelu()),
        ["gelu by tanh"] = random => One(random, x => x.GeluTanh()),
        ["where"] = random => Two(random, (a, b) => a.Where(Node.Of(new double[] { 1 }), b)),
        ["greater"] = random => Two(random, (a, b) => (a > b) * a + (a < b) * b * b),
        ["binary cross-entropy"] = random => One(random, x => x.BinaryCrossEntropy(0.3)),
        ["squared error"] = random => One(random, x => x.SquaredError(0.3)),
        ["sum"] = random => Along(random, (x, axis) => x.Sum(axis)),
        ["mean"] = random => Along(random, (x, axis) => x.Mean(axis, keepAxis: true)),
        ["mean of all"] = random => One(random, x => x.Mean()),
        ["variance"] = random => Along(random, (x, axis) => x.Variance(axis)),
        ["max"] = random => Along(random, (x, axis) => x.Max(axis)),
        ["log-sum-exp"] = random => Along(random, (x, axis) => x.LogSumExp(axis)),
        ["softmax"] = random => Along(random, (x, axis) => x.Softmax(axis)),
        ["log-softmax"] = random => Along(random, (x, axis) => x.LogSoftmax(axis)),
        ["matrix product"] = random =>
        {
            var (m, n, p, many) = (random.Next(1, 8), random.Next(1, 8), random.Next(1, 8), random.Next(1, 4));
            return random.Next(2) == 0
                ? Weighed(
                    random,
                    [
                        [m, n],
                        [n, p],
                    ],
                    x => x[0].MatMul(x[1])
                )
                : Weighed(
                    random,
                    [
                        [many, m, n],
                        [n, p],
                    ],
                    x => x[0].MatMul(x[1])
                );
        },
        ["transpose"] = random =>
        {
            var shape = Shape(random, 2, 4);
            int[] order = [.. Enumerable.Range(0, shape.Length)];
            random.Shuffle(order);
            return Weighed(random, [shape], x => x[0].Transpose(order));
        },
        ["reshape"] = random =>
        {
            var shape = Shape(random, 1, 4);
            return Weighed(random, [shape], x => x[0].Reshape([shape.Aggregate(1, (a, b) => a * b)]));
        },
        ["slice"] = random =>
            Along(
                random,
                (x, axis) =>
                {
                    var start = random.Next(x.Shape[axis]);
                    return x.Slice(axis, start, random.Next(1, x.Shape[axis] - start + 1));
                }
            ),
        ["concatenate"] = random =>
            Along(random, (x, axis) => GraphFunctions.Concatenate(axis, x, x.Square(), 2 * x.Slice(axis, 0, 1))),
        ["scatter-add"] = random =>
            One(random, x => x.ScatterAdd([.. Enumerable.Range(0, x.Shape[0]).Select(_ => random.Next(3))], 4)),
        ["gather"] = random =>
            One(random, x => x.Gather([.. Enumerable.Range(0, 5).Select(_ => random.Next(x.Shape[0]))])),
        ["cross-entropy"] = random =>
        {
            int[] shape = [random.Next(1, 6), random.Next(2, 6)];
            int[] labels = [.. Enumerable.Range(0, shape[0]).Select(_ => random.Next(shape[1]))];
            return Weighed(random, [shape], x => x[0].CrossEntropy(labels));
        },
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Differentiate_AtRandom_IsTheSlope(string name) => IsTheSlope(name, Some);

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void Differentiate_AtManyShapes_IsTheSlope(string name) => IsTheSlope(name, Many);

    private void IsTheSlope(string name, int draws)
    {
        var (checkedElements, worst, worstOfDuals) = (0, 0.0, 0.0);
        for (var seed = 0; seed < draws; seed++)
        {
            var random = new Random(seed);
            var graph = Functions[name](random);
            var gradients = graph.Evaluate<DoubleDouble>().Differentiate();
            foreach (var argument in graph.Arguments)
            {
                var gradient = gradients[graph.NumberOf(argument)];
                if (argument.Values!.Elements.Length == 0)
                    continue;
                var i = random.Next(argument.Values.Elements.Length);
                var expected = Slope(graph, argument, i);
                var actual = gradient is null ? 0 : gradient.Elements[i].Hi;
                checkedElements++;
                worst = Math.Max(worst, Math.Abs(actual - expected) / (1 + Math.Abs(expected)));
                var exact = gradient?.Elements[i] ?? DoubleDouble.Zero;
                Dual<DoubleDouble>.Variable = argument.Values.Elements[i];
                var forwards = graph.Evaluate<Dual<DoubleDouble>>().Value.Slope;
                worstOfDuals = Math.Max(worstOfDuals, Math.Abs((exact - forwards).Hi) / (1 + Math.Abs(expected)));
            }
        }
        output.WriteLine(
            $"{checkedElements} elements, largest difference {worst:0.0e+0}, from dual numbers {worstOfDuals:0.0e+0}"
        );
        Assert.InRange(worstOfDuals, 0, 1e-25);
        Assert.InRange(worst, 0, 1e-11);
    }

    /// <summary>Evaluations in double and in float are within the bounds that the graph yields for them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Differentiate_InTwoFormats_IsWithinItsBounds(string name)
    {
        for (var seed = 0; seed < Some; seed++)
        {
            var graph = Functions[name](new Random(seed));
            var exact = graph.Evaluate<DoubleDouble>().Differentiate();
            IsWithin(
                graph.Evaluate<double>().Differentiate().Select(g => g?.Elements),
                exact,
                graph.Evaluate<Bounded<Binary64>>().Differentiate().Select(g => g?.Elements.Select(x => x.Error)),
                graph
            );
            IsWithin(
                graph.Evaluate<float>().Differentiate().Select(g => g?.Elements.Select(x => (double)x).ToArray()),
                exact,
                graph.Evaluate<Bounded<Binary32>>().Differentiate().Select(g => g?.Elements.Select(x => x.Error)),
                graph
            );
        }
    }

    [Fact]
    public void Of_LayerNorm_NamesItsNodesAsTheSourceDoes()
    {
        var graph = Graph.Of(
            (
                "x",
                new double[,]
                {
                    { 1, 2, 4 },
                    { 0.5, -1, 3 },
                }
            ),
            ("gamma", new double[] { 1, 2, 3 }),
            (x, gamma) =>
            {
                var mean = x.Mean(axis: 1, keepAxis: true);
                var variance = (x - mean).Square().Mean(axis: 1, keepAxis: true);
                var y = gamma * (x - mean) / (variance + 1e-5).Sqrt();
                return y.Square().Sum();
            }
        );
        var named = graph
            .Nodes.Where(node => node.Name is not null && !node.IsArgument)
            .ToDictionary(node => node.Name!);
        Assert.Equal(["mean", "variance", "y"], named.Keys.Order());
        Assert.Equal("(gamma * (x - mean)) / (variance + 1E-05).Sqrt()", named["y"].Expression);
        Assert.Matches(@"^GraphTests\.cs:\d+$", named["mean"].Source);
    }

    [Fact]
    public void Of_ShapesThatDoNotFit_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Graph.Of(("a", new double[2]), ("b", new double[3]), (a, b) => (a + b).Sum())
        );
        Assert.StartsWith(
            "Shapes 2 and 3 do not broadcast: 2 and 3 along axis -1",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => Graph.Of(("a", new double[2]), a => a.Square()));
    }

    private static void IsWithin(
        IEnumerable<double[]?> computed,
        Compare.Reference.Graphs.Operations.NdArray<DoubleDouble>?[] exact,
        IEnumerable<IEnumerable<double>?> bounds,
        Graph graph
    )
    {
        var (values, errors) = (computed.ToArray(), bounds.ToArray());
        foreach (var argument in graph.Arguments)
        {
            var n = graph.NumberOf(argument);
            if (exact[n] is not { } right)
                continue;
            var allowed = errors[n]!.ToArray();
            for (var i = 0; i < allowed.Length; i++)
                Assert.True(
                    Math.Abs(values[n]![i] - right.Elements[i].Hi) <= allowed[i],
                    $"{argument}[{i}]: {values[n]![i]} is not within {allowed[i]} of {right.Elements[i].Hi}"
                );
        }
    }

    /// <summary>(f(x + h) - f(x - h)) / 2h in double-double, extrapolated once.</summary>
    private static double Slope(Graph graph, Node argument, int i)
    {
        DoubleDouble At(double distance)
        {
            var elements = argument.Values!.Elements;
            var origin = elements[i];
            elements[i] = origin + distance;
            var value = graph.Evaluate<DoubleDouble>().Value;
            elements[i] = origin;
            return value;
        }
        double Central(double h) => ((At(h) - At(-h)) / DoubleDouble.FromDouble(2 * h)).Hi;
        var h = Math.ScaleB(1, -20);
        return (4 * Central(h / 2) - Central(h)) / 3;
    }

    private static Graph One(Random random, Func<Node, Node> function) =>
        Weighed(random, [Shape(random, 1, 4)], x => function(x[0]));

    private static Graph Along(Random random, Func<Node, int, Node> function)
    {
        var shape = Shape(random, 1, 4);
        var axis = random.Next(shape.Length);
        return Weighed(random, [shape], x => function(x[0], axis));
    }

    /// <summary>Two operands that broadcast against each other.</summary>
    private static Graph Two(Random random, Func<Node, Node, Node> function)
    {
        var shape = Shape(random, 1, 4);
        int[] other = [.. shape.Skip(random.Next(shape.Length)).Select(size => random.Next(3) == 0 ? 1 : size)];
        return Weighed(random, random.Next(2) == 0 ? [shape, other] : [other, shape], x => function(x[0], x[1]));
    }

    /// <summary>A weighted sum of what the function gives, so that every element counts in its own way.</summary>
    private static Graph Weighed(Random random, int[][] shapes, Func<IReadOnlyList<Node>, Node> function) =>
        Graph.Of(
            [.. shapes.Select((shape, i) => ($"x{i}", Draw(random, shape)))],
            arguments =>
            {
                var y = function(arguments);
                Node weights = Node.Of(Draw(random, [.. y.Shape.Sizes]));
                return (weights * y).Sum();
            }
        );

    private static int[] Shape(Random random, int least, int most) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => random.Next(1, 8))];

    /// <summary>Floats of everyday size, away from kinks.</summary>
    private static Array Draw(Random random, int[] shape)
    {
        var array = Array.CreateInstance(typeof(double), shape.Length == 0 ? [1] : shape);
        for (var i = 0; i < array.Length; i++)
        {
            var (rest, index) = (i, new int[array.Rank]);
            for (var axis = array.Rank - 1; axis >= 0; axis--)
                (index[axis], rest) = (rest % array.GetLength(axis), rest / array.GetLength(axis));
            array.SetValue((double)(float)((random.Next(2) == 0 ? -1 : 1) * (0.05 + 1.5 * random.NextDouble())), index);
        }
        return array;
    }
}
