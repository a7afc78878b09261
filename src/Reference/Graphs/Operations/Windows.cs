namespace Compare.Reference.Graphs.Operations;

/// <summary>All windows of a kernel's size over images: what a convolution multiplies and what pooling reduces. Windows may overlap.</summary>
/// <param name="Height">Rows of a window.</param>
/// <param name="Width">Columns of a window.</param>
/// <param name="Stride">Pixels from one window to the next.</param>
/// <param name="Padding">Zeros around each image.</param>
/// <param name="Dilation">Pixels from one row or column of a window to the next.</param>
internal sealed record Windows(int Height, int Width, int Stride, int Padding, int Dilation) : Rearrangement
{
    /// <inheritdoc/>
    public override string Name => "windows";

    /// <inheritdoc/>
    /// <remarks>From (images x channels x rows x columns) to (images x channels x rows x columns of windows x Height x Width).</remarks>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands)
    {
        var shape = operands[0];
        if (shape.Rank != 4)
            throw new ArgumentException($"Images have four axes, not the shape {shape}.");
        var (rows, columns) = (Count(shape[2], Height), Count(shape[3], Width));
        if (rows < 1 || columns < 1)
            throw new ArgumentException($"Windows of {Height} x {Width} do not fit into images of shape {shape}.");
        return new Shape(shape[0], shape[1], rows, columns, Height, Width);
    }

    /// <inheritdoc/>
    private protected override (int Operand, int Index)[] Sources(IReadOnlyList<Shape> operands)
    {
        var (from, to) = (operands[0], ShapeOf(operands));
        var sources = new (int, int)[to.Count];
        var at = 0;
        for (var plane = 0; plane < from[0] * from[1]; plane++)
        for (var r = 0; r < to[2]; r++)
        for (var c = 0; c < to[3]; c++)
        for (var i = 0; i < Height; i++)
        for (var j = 0; j < Width; j++)
        {
            var (row, column) = (r * Stride + i * Dilation - Padding, c * Stride + j * Dilation - Padding);
            var isInside = row >= 0 && row < from[2] && column >= 0 && column < from[3];
            sources[at++] = isInside ? (0, (plane * from[2] + row) * from[3] + column) : (-1, 0);
        }
        return sources;
    }

    private int Count(int size, int window) => (size + 2 * Padding - Dilation * (window - 1) - 1) / Stride + 1;
}
