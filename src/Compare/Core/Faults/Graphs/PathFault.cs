using System.Numerics;
using Compare.Reference.Graphs;
using Compare.Reference.Graphs.Operations;
using Compare.Results;

namespace Compare.Faults.Graphs;

/// <summary>A mistake in the backward pass of a graph: in one place, a factor or another rule.</summary>
/// <param name="Where">The ways of the gradient that are wrong.</param>
/// <param name="Factor">What the contribution is multiplied by; 0 for a path that is missing.</param>
/// <param name="Slip">The rule that stands in place of the right one; null for the right one.</param>
/// <param name="Cause">It in words.</param>
internal sealed record PathFault(PathGroup Where, double Factor, Slip? Slip, Cause Cause)
{
    /// <summary>What stands in place of the array by which the gradient is multiplied there; null for that itself.</summary>
    public Node? Instead { get; init; }

    /// <summary>The argument whose updated elements stand in place of that array; null for none.</summary>
    public UpdatedArgument? Updated { get; init; }

    /// <summary>Takes the gradient back with some faults.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="evaluation">The values of the nodes.</param>
    /// <param name="faults">The faults, in different places.</param>
    /// <returns>The gradient by each node; null where nothing contributes to it.</returns>
    public static NdArray<T>?[] Differentiate<T>(Evaluation<T> evaluation, params IReadOnlyList<PathFault> faults)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var right = faults.Any(fault => fault.Updated is not null) ? evaluation.Differentiate() : [];
        return evaluation.Differentiate(
            (node, operand, gradient) =>
            {
                foreach (var fault in faults)
                    if (fault.Where.Contains(node, operand))
                        return fault.Contribution(evaluation, node, operand, gradient, right);
                return evaluation.Contribution(node, operand, gradient);
            }
        );
    }

    /// <summary>Whether the slip is possible with the shapes there.</summary>
    /// <param name="evaluation">The values of the nodes.</param>
    /// <returns>Whether it is.</returns>
    public bool Applies(Evaluation<double> evaluation) =>
        Slip is null
        || Where.Paths.All(path =>
            path.Node.Operation!.Slipped(
                Slip,
                path.Operand,
                evaluation.Operands(path.Node),
                evaluation.Of(path.Node),
                new NdArray<double>(path.Node.Shape)
            )
                is not null
        );

    private static NdArray<T> Exchanged<T>(
        Evaluation<T> evaluation,
        Node node,
        int operand,
        NdArray<T> gradient,
        NdArray<T> instead
    )
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        NdArray<T>[] operands = [.. evaluation.Operands(node)];
        operands[node.Operation!.FactorOf(operand)!.Value] = instead;
        return node.Operation.Backward(operand, operands, evaluation.Of(node), gradient);
    }

    private NdArray<T>? Contribution<T>(
        Evaluation<T> evaluation,
        Node node,
        int operand,
        NdArray<T> gradient,
        NdArray<T>?[] right
    )
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        if (Factor == 0)
            return null;
        var contribution =
            Instead is not null ? Exchanged(evaluation, node, operand, gradient, evaluation.Of(Instead))
            : Updated is not null
                ? Exchanged(evaluation, node, operand, gradient, Updated.ValueOf(Where.Factor!, evaluation, right))
            : Slip is null ? evaluation.Contribution(node, operand, gradient)
            : node.Operation!.Slipped(Slip, operand, evaluation.Operands(node), evaluation.Of(node), gradient);
        if (contribution is null || Factor == 1)
            return contribution;
        // Multiplied by one, a factor that is no whole number has the error of a rounding where numbers have errors.
        var factor = T.CreateChecked(Factor) * T.One;
        return new NdArray<T>(contribution.Shape, Array.ConvertAll(contribution.Elements, x => x * factor));
    }
}
