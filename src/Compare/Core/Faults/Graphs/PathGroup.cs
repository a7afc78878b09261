using Compare.Reference.Graphs;
using Compare.Reference.Graphs.Operations;

namespace Compare.Faults.Graphs;

/// <summary>Ways of the gradient that one place in the source makes: from nodes to one of their operands, once for each turn of a loop.</summary>
/// <param name="Paths">The nodes and the number of the operand; at least one.</param>
internal sealed record PathGroup(IReadOnlyList<(Node Node, int Operand)> Paths)
{
    private Node Node => Paths[0].Node;

    private int Operand => Paths[0].Operand;

    private Node To => Node.Operands[Operand];

    private bool IsNamed => To is { IsArgument: false, Name: not null };

    /// <summary>The rules that people take for the right one here.</summary>
    public IReadOnlyList<Slip> Slips => Node.Operation!.Slips;

    /// <summary>The array by which the gradient is multiplied here; null where it is none, or another in each turn of a loop.</summary>
    public Node? Factor =>
        Paths.Count == 1 && Node.Operation!.FactorOf(Operand) is { } factor ? Node.Operands[factor] : null;

    /// <summary>The size by which the node divides; null for none.</summary>
    public int? Divisor => Node.Operation!.DivisorOf([.. Node.Operands.Select(operand => operand.Shape)]);

    /// <summary>How telling its words are: a variable on the way says most.</summary>
    public int Clarity =>
        (IsNamed ? 2 : 0)
        + (Node.Name is not null ? 1 : 0)
        - (Node.Operation is { IsImplicit: true } ? 1 : 0)
        - (To.Operation is { IsImplicit: true } ? 1 : 0);

    /// <summary>The line of the derivation that it follows.</summary>
    public string Equation => Node.Operation!.Equation(Operand);

    /// <summary>It in the words of the source.</summary>
    public string Words
    {
        get
        {
            var path =
                IsNamed ? $"the path through `{To.Name}`"
                // Nobody wrote it, so it has no name of its own.
                : Node.Operation is { IsImplicit: true } ? $"the path to `{To}`"
                : $"the path through `{Node}` to `{To}`";
            var source = IsNamed ? To.Source ?? Node.Source : Node.Source;
            return source is null ? path : $"{path} ({source})";
        }
    }

    /// <summary>The other operand in the words of the source; empty where there is none.</summary>
    public string Other =>
        Node.Operands.Count == 2 && Node.Operands[1 - Operand] is var other
            ? $"`{(other is { Name: null, Operation.IsImplicit: true } ? other.Operands[0] : other)}`"
            : "";

    /// <summary>Sizes on the way, that people multiply or divide by: along the axes of its ends, and of all elements.</summary>
    public IEnumerable<int> Sizes =>
        Node
            .Shape.Sizes.Concat(To.Shape.Sizes)
            .Append(Node.Shape.Count)
            .Append(To.Shape.Count)
            .Where(size => size > 1)
            .Distinct();

    /// <summary>Whether a node's contribution to an operand is one of these ways.</summary>
    /// <param name="node">The node.</param>
    /// <param name="operand">The number of the operand.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(Node node, int operand)
    {
        foreach (var path in Paths)
            if (path.Node == node && path.Operand == operand)
                return true;
        return false;
    }

    /// <summary>All ways of a graph of which at least one turn leads to an argument.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="argument">One of its arguments.</param>
    /// <returns>From the result to the argument.</returns>
    public static IReadOnlyList<PathGroup> Of(Graph graph, Node argument)
    {
        HashSet<Node> dependent = [argument];
        foreach (var node in graph.Nodes)
            if (node.Operands.Any(dependent.Contains))
                dependent.Add(node);
        return
        [
            .. graph
                .Nodes.Reverse()
                .SelectMany(node =>
                    Enumerable.Range(0, node.Operands.Count).Select(operand => (Node: node, Operand: operand))
                )
                .Where(path => graph.DependsOnArguments(path.Node.Operands[path.Operand]))
                // What stands at one place of the source reads alike, whichever turn of a loop it is.
                .GroupBy(path => (path.Node.Source, path.Node.Name, path.Node.Expression, path.Operand))
                .Where(paths => paths.Any(path => dependent.Contains(path.Node.Operands[path.Operand])))
                .Select(paths => new PathGroup([.. paths])),
        ];
    }
}
