using Compare.Results;

namespace Compare.Faults.Graphs;

/// <summary>Mistakes in what the gradient is multiplied by: another array, or an argument that was updated before its use.</summary>
internal sealed partial class PathFinder
{
    /// <summary>Elements of all nodes that backward passes with exchanged arrays may go through, and the fewest and most such passes.</summary>
    private const long ElementsForExchanges = 30_000_000;
    private const int FewestExchanges = 10;
    private const int MostExchanges = 400;

    /// <summary>Elements from which on a step size can be told from a coincidence.</summary>
    private const int FewestForSteps = 3;

    /// <summary>An argument of which the backward pass uses what a step of gradient descent made of it.</summary>
    private IEnumerable<PathFault> Updates(double[] found)
    {
        if (found.Length < FewestForSteps)
            yield break;
        foreach (var where in _groups)
        {
            if (where.Factor is not { } factor || UpdatedArgument.In(factor) is not { } argument)
                continue;
            var share = Gradient(Fault(1)).Zip(_right, (updated, right) => updated - right).ToArray();
            // One number can be fitted by any step, and so can a multiple of the whole gradient.
            if (Nearness.Largest(share) == 0 || IsWhole(share) || _near.Factor(found, _right, share) is not { } fitted)
                continue;
            var step = fitted - 1;
            // People choose round numbers.
            var rounded = Numbers.Rounded(step, 3);
            yield return Fault(Math.Abs(rounded - step) <= _near.Deviation * Math.Abs(step) ? rounded : step);

            PathFault Fault(double step) =>
                new(
                    where,
                    1,
                    null,
                    new Cause(
                        "updated",
                        FormattableString.Invariant(
                            $"on {where.Words} `{argument}` is that of {(step < 0 ? "before" : "after")} a step of {Math.Abs(step):G6} times its gradient"
                        ),
                        where.Equation,
                        "compute all gradients from the same arguments, then update"
                    )
                )
                {
                    Updated = new UpdatedArgument(argument, step),
                };
        }
    }

    /// <summary>Another array of the same shape in place of the one by which the gradient is multiplied.</summary>
    private IEnumerable<(PathFault Fault, double[] Gradient)> Exchanges()
    {
        var nodes = _values.Graph.Nodes;
        var most = Math.Clamp(
            ElementsForExchanges / nodes.Sum(node => (long)node.Shape.Count),
            FewestExchanges,
            MostExchanges
        );
        var faults =
            from path in _groups
            where path.Factor is not null
            from node in nodes
            where node != path.Factor && node.Shape.Equals(path.Factor!.Shape)
            orderby node.Name is null
            select new PathFault(
                path,
                1,
                null,
                new Cause(
                    "exchanged",
                    $"on {path.Words} `{node}` stands in place of `{path.Factor}`",
                    path.Equation,
                    $"multiply by `{path.Factor}`"
                )
            )
            {
                Instead = node,
            };
        return faults.Take((int)most).Select(fault => (fault, Gradient(fault)));
    }
}
