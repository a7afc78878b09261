using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compare.Reference.Graphs.Operations;

/// <summary>An operation whose result holds elements of its operands in other places: the gradient goes back to where each came from.</summary>
public abstract record Rearrangement : Operation
{
    private static readonly ConditionalWeakTable<Rearrangement, Routes> Known = [];

    /// <summary>From where each element of the result comes.</summary>
    /// <param name="operands">The shapes of the operands.</param>
    /// <returns>For each element of the result the number of the operand, and the index in it; operand -1 for a zero.</returns>
    private protected abstract (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands);

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x)
    {
        Shape[] shapes = [.. x.Select(operand => operand.Shape)];
        var y = new NdArray<T>(ShapeOf(shapes));
        RoutesOf(shapes).Forward(x, y.Elements); // (G.2), (G.31)
        return y;
    }

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
    {
        var dx = new NdArray<T>(x[operand].Shape);
        RoutesOf([.. x.Select(array => array.Shape)]).Backward(operand, dy.Elements, dx.Elements);
        return dx;
    }

    /// <inheritdoc/>
    public override string Equation(int operand) => "G.31";

    private static readonly Slip Overwritten = new(
        "overwritten",
        "what is used more than once gets the gradient of its last use alone",
        "add the gradients up"
    );

    private static readonly Slip OverwrittenByMore = new(
        "overwritten-where-not-zero",
        "what is used more than once gets the last gradient that is not zero alone",
        "add the gradients up"
    );

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Overwritten, OverwrittenByMore];

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    ) => Of(operand, x, dy, isLast: true, skipsZeros: slip == OverwrittenByMore);

    /// <summary>The gradient of one use alone.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="operand">The number of the operand.</param>
    /// <param name="x">The operands.</param>
    /// <param name="dy">The gradient by the result.</param>
    /// <param name="isLast">Whether of the last use, or of the first.</param>
    /// <param name="skipsZeros">Whether only uses count that have a gradient.</param>
    /// <returns>The wrong gradient.</returns>
    private protected NdArray<T> Of<T>(
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> dy,
        bool isLast,
        bool skipsZeros = false
    )
        where T : unmanaged, INumber<T>
    {
        var dx = new NdArray<T>(x[operand].Shape);
        RoutesOf([.. x.Select(array => array.Shape)]).Overwrite(operand, dy.Elements, dx.Elements, isLast, skipsZeros);
        return dx;
    }

    /// <summary>An operation belongs to one node, whose operands keep their shapes, so the routes are made once.</summary>
    private Routes RoutesOf(Shape[] shapes)
    {
        if (Known.TryGetValue(this, out var known) && known.Fit(shapes))
            return known;
        var routes = new Routes(shapes, Sources(shapes));
        Known.AddOrUpdate(this, routes);
        return routes;
    }
}
