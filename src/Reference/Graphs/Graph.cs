using System.Numerics;

namespace Compare.Reference.Graphs;

/// <summary>A scalar function of named arrays as a value: a graph of operations, independent of the arithmetic in which it is evaluated.</summary>
/// <example>
/// <code>
/// var f = Graph.Of(("x", x), ("gamma", gamma), ("beta", beta), (x, gamma, beta) =&gt;
/// {
///     var mean = x.Mean(axis: 0);
///     var variance = (x - mean).Square().Mean(axis: 0);
///     var y = gamma * (x - mean) / (variance + 1e-5).Sqrt() + beta;
///     return (weights * y).Sum();
/// });
/// </code>
/// </example>
public sealed class Graph
{
    private readonly Dictionary<Node, int> _numbers = [];
    private readonly HashSet<Node> _dependent = [];

    private Graph(IReadOnlyList<Node> arguments, Node result)
    {
        if (result.Shape.Count != 1)
            throw new ArgumentException(
                $"The function gives an array of shape {result.Shape}; a gradient needs a single number, such as a sum."
            );
        List<Node> nodes = [];
        foreach (var argument in arguments)
            Add(argument, nodes);
        Add(result, nodes);
        (Arguments, Nodes, Result) = (arguments, nodes, result);
    }

    /// <summary>By what the function is differentiated, in the order in which they were given.</summary>
    public IReadOnlyList<Node> Arguments { get; }

    /// <summary>All nodes, each after its operands.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The value of the function, of one element.</summary>
    public Node Result { get; }

    /// <summary>Makes a graph of a function of one argument.</summary>
    /// <param name="a">Name and values of the argument: an array of doubles with any number of axes.</param>
    /// <param name="function">The function.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the result is not a single number.</exception>
    public static Graph Of((string Name, Array Values) a, Func<Node, Node> function) =>
        Of([a], nodes => function(nodes[0]));

    /// <summary>Makes a graph of a function of two arguments.</summary>
    /// <param name="a">Name and values of the first argument: an array of doubles with any number of axes.</param>
    /// <param name="b">The second.</param>
    /// <param name="function">The function.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the result is not a single number.</exception>
    public static Graph Of(
        (string Name, Array Values) a,
        (string Name, Array Values) b,
        Func<Node, Node, Node> function
    ) => Of([a, b], nodes => function(nodes[0], nodes[1]));

    /// <summary>Makes a graph of a function of three arguments.</summary>
    /// <param name="a">Name and values of the first argument: an array of doubles with any number of axes.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="function">The function.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the result is not a single number.</exception>
    public static Graph Of(
        (string Name, Array Values) a,
        (string Name, Array Values) b,
        (string Name, Array Values) c,
        Func<Node, Node, Node, Node> function
    ) => Of([a, b, c], nodes => function(nodes[0], nodes[1], nodes[2]));

    /// <summary>Makes a graph of a function of four arguments.</summary>
    /// <param name="a">Name and values of the first argument: an array of doubles with any number of axes.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="d">The fourth.</param>
    /// <param name="function">The function.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the result is not a single number.</exception>
    public static Graph Of(
        (string Name, Array Values) a,
        (string Name, Array Values) b,
        (string Name, Array Values) c,
        (string Name, Array Values) d,
        Func<Node, Node, Node, Node, Node> function
    ) => Of([a, b, c, d], nodes => function(nodes[0], nodes[1], nodes[2], nodes[3]));

    /// <summary>Makes a graph of a function of any number of arguments.</summary>
    /// <param name="arguments">Names and values: arrays of doubles with any number of axes.</param>
    /// <param name="function">The function of as many nodes.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the result is not a single number.</exception>
    public static Graph Of(
        IReadOnlyList<(string Name, Array Values)> arguments,
        Func<IReadOnlyList<Node>, Node> function
    )
    {
        List<Node> nodes = [.. arguments.Select(argument => Node.Argument(argument.Name, argument.Values))];
        return new Graph(nodes, function(nodes));
    }

    /// <summary>The number of a node among <see cref="Nodes"/>.</summary>
    /// <param name="node">A node of the graph.</param>
    /// <returns>0 or more.</returns>
    public int NumberOf(Node node) => _numbers[node];

    /// <summary>Whether a node is an argument or computed of one.</summary>
    /// <param name="node">A node of the graph.</param>
    /// <returns>False for constants.</returns>
    public bool DependsOnArguments(Node node) => _dependent.Contains(node);

    /// <summary>Evaluates all nodes.</summary>
    /// <typeparam name="T">The number type; with bounds, those allow for one rounding of each argument.</typeparam>
    /// <returns>Their values.</returns>
    public Evaluation<T> Evaluate<T>()
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T> => new(this);

    /// <summary>Operands before what is computed of them, without recursion: graphs of loops are deep.</summary>
    private void Add(Node last, List<Node> nodes)
    {
        var stack = new Stack<(Node Node, bool IsReady)>([(last, false)]);
        while (stack.TryPop(out var at))
        {
            if (_numbers.ContainsKey(at.Node))
                continue;
            if (at.IsReady)
            {
                _numbers[at.Node] = nodes.Count;
                nodes.Add(at.Node);
                if (at.Node.IsArgument || at.Node.Operands.Any(_dependent.Contains))
                    _dependent.Add(at.Node);
                continue;
            }
            stack.Push((at.Node, true));
            foreach (var operand in at.Node.Operands.Reverse())
                stack.Push((operand, false));
        }
    }
}
