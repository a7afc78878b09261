using System.Globalization;
using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <summary>An array in a graph: an argument, a constant, or what an operation makes of other nodes. Written with operators and functions.</summary>
/// <remarks>
/// Operands of other shapes are broadcast as NumPy does. Functions of nodes are in <see cref="GraphFunctions"/>. A node remembers the name
/// of the variable that held it, and the line, as far as the compiler tells them.
/// </remarks>
public sealed class Node
{
    /// <summary>Nodes may share operands without end, so their text is cut.</summary>
    private const int Levels = 4;

    internal Node(Operation? operation, IReadOnlyList<Node> operands, Shape shape) =>
        (Operation, Operands, Shape) = (operation, operands, shape);

    /// <summary>What computes it; null for an argument or a constant.</summary>
    public Operation? Operation { get; }

    /// <summary>What it is computed from.</summary>
    public IReadOnlyList<Node> Operands { get; }

    /// <summary>Its shape.</summary>
    public Shape Shape { get; }

    /// <summary>The name of the argument, or of the variable that held the node; null where nobody knows.</summary>
    public string? Name { get; internal set; }

    /// <summary>The values of an argument or of a constant; null for what is computed.</summary>
    public NdArray<double>? Values { get; internal init; }

    /// <summary>Whether it is an argument, by which the graph is differentiated.</summary>
    public bool IsArgument { get; internal init; }

    /// <summary>Where it was written, for example <c>BatchNorm.cs:14</c>; null where nobody knows.</summary>
    public string? Source { get; internal set; }

    /// <summary>Takes a number as a constant.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Node(double value) => Constant(Shape.Scalar, [value]);

    /// <summary>Takes an array as a constant.</summary>
    /// <param name="values">The array; copied.</param>
    public static implicit operator Node(double[] values) => Of((Array)values);

    /// <summary>Takes a matrix as a constant.</summary>
    /// <param name="values">The matrix; copied.</param>
    public static implicit operator Node(double[,] values) => Of((Array)values);

    /// <summary>Takes an array of three axes as a constant.</summary>
    /// <param name="values">The array; copied.</param>
    public static implicit operator Node(double[,,] values) => Of((Array)values);

    /// <summary>Takes an array of four axes as a constant.</summary>
    /// <param name="values">The array; copied.</param>
    public static implicit operator Node(double[,,,] values) => Of((Array)values);

    /// <summary>a + b, element by element.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">The other.</param>
    /// <returns>The sum.</returns>
    public static Node operator +(Node a, Node b) => Elementwise(new Binary<Add>(), a, b);

    /// <summary>a - b, element by element.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">The other.</param>
    /// <returns>The difference.</returns>
    public static Node operator -(Node a, Node b) => Elementwise(new Binary<Subtract>(), a, b);

    /// <summary>a * b, element by element.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">The other.</param>
    /// <returns>The product.</returns>
    public static Node operator *(Node a, Node b) => Elementwise(new Binary<Multiply>(), a, b);

    /// <summary>a / b, element by element.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">The other.</param>
    /// <returns>The quotient.</returns>
    public static Node operator /(Node a, Node b) => Elementwise(new Binary<Divide>(), a, b);

    /// <summary>A mask: 1 where a is larger than b, 0 elsewhere, element by element; no gradient goes through it.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">The other.</param>
    /// <returns>The mask.</returns>
    public static Node operator >(Node a, Node b) => Elementwise(new Binary<Greater>(), a, b);

    /// <summary>A mask: 1 where a is smaller than b, 0 elsewhere, element by element; no gradient goes through it.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">The other.</param>
    /// <returns>The mask.</returns>
    public static Node operator <(Node a, Node b) => b > a;

    /// <summary>-x, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The negative.</returns>
    public static Node operator -(Node x) => Of(new Unary<Negate>(), x);

    /// <summary>The name, or the expression where there is none.</summary>
    /// <returns>Text of one line.</returns>
    public override string ToString() => Name ?? Expression;

    /// <summary>What it is computed as, in the names of its operands; of nodes without names a few levels.</summary>
    public string Expression => Write(Levels);

    internal static Node Of(Operation operation, params IReadOnlyList<Node> operands) =>
        new(operation, operands, operation.ShapeOf([.. operands.Select(operand => operand.Shape)]));

    internal static Node Elementwise(Operation operation, Node a, Node b)
    {
        var shape = Shape.Broadcast(a.Shape, b.Shape);
        return Of(operation, a.BroadcastTo(shape), b.BroadcastTo(shape));
    }

    /// <summary>Takes an array of doubles of any number of axes as a constant.</summary>
    /// <param name="values">The array; copied.</param>
    /// <returns>The constant.</returns>
    public static Node Of(Array values) => Constant(ShapeOf(values), [.. values.Cast<double>()]);

    internal static Node Argument(string name, Array values) =>
        new(null, [], ShapeOf(values))
        {
            Name = name,
            IsArgument = true,
            Values = new NdArray<double>(ShapeOf(values), [.. values.Cast<double>()]),
        };

    /// <summary>The node, or its broadcast where the shape is another one.</summary>
    internal Node BroadcastTo(Shape shape) => Shape.Equals(shape) ? this : Of(new Broadcast(shape), this);

    private static Node Constant(Shape shape, double[] values) =>
        new(null, [], shape) { Values = new NdArray<double>(shape, values) };

    private static Shape ShapeOf(Array values) => new([.. Enumerable.Range(0, values.Rank).Select(values.GetLength)]);

    private string Write(int levels) =>
        Operation is null
            ? Values is { Shape.Count: 1 } single
                ? single.Elements[0].ToString(CultureInfo.InvariantCulture)
                : "constant"
            : levels == 0
                ? "..."
                : Operation.Write([.. Operands.Select(operand => InParentheses(operand, levels - 1))]);

    private static string InParentheses(Node operand, int levels)
    {
        var shown = operand.Operation is { IsImplicit: true } && operand.Name is null ? operand.Operands[0] : operand;
        if (shown.Name is { } name)
            return name;
        var text = shown.Write(levels);
        return shown.Operation is { IsInfix: true } && levels > 0 ? $"({text})" : text;
    }
}
