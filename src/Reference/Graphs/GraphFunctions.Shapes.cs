using System.Runtime.CompilerServices;
using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <content>Matrix products, and elements in other places.</content>
public static partial class GraphFunctions
{
    /// <summary>All windows of a size over images, as convolutions and pooling take them.</summary>
    /// <param name="x">Images, shape (images x channels x rows x columns).</param>
    /// <param name="height">Rows of a window.</param>
    /// <param name="width">Columns of a window.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="padding">Zeros around each image.</param>
    /// <param name="dilation">Pixels from one row or column of a window to the next.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>Shape (images x channels x rows x columns of windows x height x width).</returns>
    public static Node Windows(
        this Node x,
        int height,
        int width,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Windows(height, width, stride, padding, dilation), x), x, expression, file, line);

    /// <summary>The product of matrices along the last two axes; the axes before them are broadcast.</summary>
    /// <param name="x">Shape (... x m x n).</param>
    /// <param name="other">Shape (... x n x p).</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>Shape (... x m x p).</returns>
    public static Node MatMul(
        this Node x,
        Node other,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Shape Many(Node node) => new([.. node.Shape.Sizes.Take(Math.Max(0, node.Shape.Rank - 2))]);
        var many = Shape.Broadcast(Many(x), Many(other));
        Node Repeated(Node node) =>
            node.Shape.Rank < 2 ? node : node.BroadcastTo(new Shape([.. many.Sizes, node.Shape[^2], node.Shape[^1]]));
        return Noted(Node.Of(new MatMul(), Repeated(x), Repeated(other)), x, expression, file, line);
    }

    /// <summary>The axes in another order.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="order">For each axis of the result that of the operand; null exchanges the last two.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The array with its axes in that order.</returns>
    public static Node Transpose(
        this Node x,
        IReadOnlyList<int>? order = null,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Noted(
            Node.Of(
                new Permute(order ?? [.. Enumerable.Range(0, x.Shape.Rank - 2), x.Shape.Rank - 1, x.Shape.Rank - 2]),
                x
            ),
            x,
            expression,
            file,
            line
        );

    /// <summary>The same elements under another shape.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="sizes">The size along each axis.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The array of that shape.</returns>
    public static Node Reshape(
        this Node x,
        IReadOnlyList<int> sizes,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Reshape(new Shape([.. sizes])), x), x, expression, file, line);

    /// <summary>A part along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="start">The first index.</param>
    /// <param name="length">How many.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The part, with all axes.</returns>
    public static Node Slice(
        this Node x,
        int axis,
        int start,
        int length,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Slice(x.Shape.Axis(axis), start, length), x), x, expression, file, line);

    /// <summary>Rows picked by number, as by an embedding.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="rows">The numbers of the rows along the first axis; a row may be picked more than once.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The rows, in that order.</returns>
    public static Node Gather(
        this Node x,
        IReadOnlyList<int> rows,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Gather(rows), x), x, expression, file, line);

    /// <summary>Rows added up where their numbers say, the reverse of <see cref="Gather"/>.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="rows">For each row along the first axis the number of its place; several may share one.</param>
    /// <param name="count">How many places there are; zeros where no row goes.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>As many rows as there are places.</returns>
    public static Node ScatterAdd(
        this Node x,
        IReadOnlyList<int> rows,
        int count,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new ScatterAdd(rows, count), x), x, expression, file, line);

    /// <summary>Arrays one after the other.</summary>
    /// <param name="axis">The axis along which they are laid; negative ones count from the end.</param>
    /// <param name="nodes">The arrays; they differ along that axis alone.</param>
    /// <returns>The whole.</returns>
    public static Node Concatenate(int axis, params IReadOnlyList<Node> nodes) =>
        Node.Of(new Concatenate(nodes[0].Shape.Axis(axis)), nodes);
}
