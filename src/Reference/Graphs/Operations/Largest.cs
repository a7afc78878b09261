using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>The largest number along an axis; of equal ones the first takes the gradient.</summary>
/// <param name="Axis">The axis; null for all elements.</param>
/// <param name="KeepsAxis">Whether the axis stays with size 1.</param>
internal sealed record Largest(int? Axis, bool KeepsAxis = false) : Along(Axis, KeepsAxis)
{
    /// <inheritdoc/>
    public override string Name => "max";

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.27";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands) => Reduced(operands[0]);

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) =>
        Reduce(x[0], terms => terms.Aggregate((largest, term) => T.Max(largest, term)));

    /// <inheritdoc/>
    /// <remarks>In an arithmetic with bounds a number that may or may not be the largest makes both answers right.</remarks>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy) =>
        Rows(
            x[0],
            dy,
            (terms, gradient, dx) =>
            {
                var first = 0;
                for (var i = 1; i < terms.Length; i++)
                    if (terms[i] > terms[first])
                        first = i;
                for (var i = 0; i < terms.Length; i++)
                {
                    // The nearest rival is the largest for all others, and the second for the largest itself.
                    var rival = i == first ? -1 : first;
                    for (var j = 0; j < terms.Length && i == first; j++)
                        if (j != first && (rival < 0 || terms[j] > terms[rival]))
                            rival = j;
                    dx[i] =
                        rival < 0
                            ? gradient[i]
                            : Sign.Step(terms[i] - terms[rival], i == first ? T.One : T.Zero) * gradient[i]; // (G.27)
                }
            }
        );
}
