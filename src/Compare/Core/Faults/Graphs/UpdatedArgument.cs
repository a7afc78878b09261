using System.Numerics;
using Compare.Reference.Graphs;
using Compare.Reference.Graphs.Operations;

namespace Compare.Faults.Graphs;

/// <summary>An argument as it is a step of plain gradient descent later, where the backward pass should use it as it was.</summary>
/// <param name="Argument">The argument.</param>
/// <param name="Step">The step size; negative for one from before a step.</param>
internal sealed record UpdatedArgument(Node Argument, double Step)
{
    /// <summary>The argument whose elements an array holds, as it is or in other places.</summary>
    /// <param name="factor">The array.</param>
    /// <returns>The argument; null where it is anything else.</returns>
    public static Node? In(Node factor) =>
        factor.IsArgument ? factor
        : factor is { Operation: Rearrangement, Operands: [{ IsArgument: true } argument] } ? argument
        : null;

    /// <summary>The array with the updated elements.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="factor">An array that holds the argument's elements.</param>
    /// <param name="evaluation">The values of the nodes.</param>
    /// <param name="gradients">The right gradients by the nodes.</param>
    /// <returns>Its elements after the step.</returns>
    public NdArray<T> ValueOf<T>(Node factor, Evaluation<T> evaluation, NdArray<T>?[] gradients)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var value = evaluation.Of(Argument);
        if (gradients[evaluation.Graph.NumberOf(Argument)] is not { } gradient)
            return evaluation.Of(factor);
        // Multiplied by one, a step has the error of a rounding where numbers have errors.
        var step = T.CreateChecked(Step) * T.One;
        var updated = new NdArray<T>(value.Shape, [.. value.Elements.Zip(gradient.Elements, (x, g) => x - step * g)]);
        return factor.IsArgument ? updated : factor.Operation!.Forward([updated]);
    }
}
