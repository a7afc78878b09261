using System.Numerics;
using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <summary>The values of all nodes of a graph in one arithmetic, and the pass that takes the gradient back through them.</summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class Evaluation<T>
    where T : unmanaged,
        INumber<T>,
        IRootFunctions<T>,
        IExponentialFunctions<T>,
        ILogarithmicFunctions<T>,
        IHyperbolicFunctions<T>
{
    private readonly NdArray<T>[] _values;

    internal Evaluation(Graph graph)
    {
        Graph = graph;
        _values = new NdArray<T>[graph.Nodes.Count];
        for (var n = 0; n < _values.Length; n++)
        {
            var node = graph.Nodes[n];
            _values[n] = node.Values is { } values
                // Multiplied by one, a number has the error of one rounding where numbers have errors.
                ? new NdArray<T>(
                    node.Shape,
                    Array.ConvertAll(
                        values.Elements,
                        x => node.IsArgument || !IsShort(x) ? T.CreateChecked(x) * T.One : T.CreateChecked(x)
                    )
                )
                : node.Operation!.Forward(Operands(node));
        }
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>The value of the function.</summary>
    public T Value => Of(Graph.Result).Elements[0];

    /// <summary>The value of a node.</summary>
    /// <param name="node">A node of the graph.</param>
    /// <returns>The array; not to be changed.</returns>
    public NdArray<T> Of(Node node) => _values[Graph.NumberOf(node)];

    /// <summary>The values of the operands of a node.</summary>
    /// <param name="node">A node of the graph.</param>
    /// <returns>The arrays; not to be changed.</returns>
    public IReadOnlyList<NdArray<T>> Operands(Node node) => [.. node.Operands.Select(Of)];

    /// <summary>Takes the gradient back from the result to every node by the right rules.</summary>
    /// <returns>For each node of the graph, in its order, the gradient by it; null where the result does not depend on it.</returns>
    public NdArray<T>?[] Differentiate() => Differentiate(Contribution);

    /// <summary>Takes the gradient back by other rules.</summary>
    /// <param name="contribution">From a node, the number of an operand and the gradient by the node to what it contributes to the operand; null for nothing.</param>
    /// <returns>For each node of the graph, in its order, the gradient by it; null where nothing contributes to it.</returns>
    public NdArray<T>?[] Differentiate(Func<Node, int, NdArray<T>, NdArray<T>?> contribution)
    {
        var contributions = new List<NdArray<T>>?[_values.Length];
        var gradients = new NdArray<T>?[_values.Length];
        for (var n = _values.Length - 1; n >= 0; n--)
        {
            var node = Graph.Nodes[n];
            if (node == Graph.Result)
                gradients[n] = new NdArray<T>(node.Shape, [T.One]);
            else if (contributions[n] is { } some)
                gradients[n] = Sum(some); // (G.1)
            if (gradients[n] is not { } gradient)
                continue;
            for (var operand = 0; operand < node.Operands.Count; operand++)
                if (contribution(node, operand, gradient) is { } part)
                    (contributions[Graph.NumberOf(node.Operands[operand])] ??= []).Add(part);
        }
        return gradients;
    }

    /// <summary>What a node contributes to the gradient by one of its operands, by the right rule.</summary>
    /// <param name="node">A node of the graph.</param>
    /// <param name="operand">The number of the operand.</param>
    /// <param name="gradient">The gradient by the node.</param>
    /// <returns>The contribution; null for an operand that depends on no argument.</returns>
    public NdArray<T>? Contribution(Node node, int operand, NdArray<T> gradient) =>
        Graph.DependsOnArguments(node.Operands[operand])
            ? node.Operation!.Backward(operand, Operands(node), Of(node), gradient)
            : null;

    /// <summary>Whether a constant is the same number in every format: eight significant bits, and neither huge nor tiny.</summary>
    private static bool IsShort(double x)
    {
        const double largest = 1 << 14;
        const long furtherBits = (1L << 45) - 1;
        return x == 0
            || (Math.Abs(x) is >= 1 / largest and <= largest && (BitConverter.DoubleToInt64Bits(x) & furtherBits) == 0);
    }

    private static NdArray<T> Sum(List<NdArray<T>> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var sum = new NdArray<T>(parts[0].Shape);
        var terms = new T[parts.Count];
        for (var i = 0; i < sum.Elements.Length; i++)
        {
            for (var k = 0; k < terms.Length; k++)
                terms[k] = parts[k].Elements[i];
            sum.Elements[i] = Total.Of<T>(terms);
        }
        return sum;
    }
}
