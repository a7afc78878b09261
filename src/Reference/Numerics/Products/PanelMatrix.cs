namespace Compare.Reference.Numerics.Products;

/// <summary>
/// A matrix that stays packed between products: cut into panels of columns, each stored by rows in one piece with zeros up to its width.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PanelMatrix<T>
    where T : unmanaged
{
    private readonly PinnedMemory<T> _memory;
    private readonly int[] _starts;
    private readonly Panel[] _transposed;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="bits">Bits of the widest register to use.</param>
    public PanelMatrix(int rows, int columns, int bits)
    {
        Rows = rows;
        Columns = columns;
        Panels = Panel.Cover<T>(columns, bits);
        _transposed = Panel.Cover<T>(rows, bits);
        _starts = new int[Panels.Length];
        var length = 0;
        for (var p = 0; p < Panels.Length; p++)
        {
            _starts[p] = length;
            length = checked(length + rows * Panels[p].Width);
        }
        _memory = new PinnedMemory<T>(length);
    }

    public int Rows { get; }

    public int Columns { get; }

    public Panel[] Panels { get; }

    /// <summary>Every element of a panel with its padding, row after row.</summary>
    public Span<T> Elements(int panel) => _memory.Span(_starts[panel], Rows * Panels[panel].Width);

    /// <summary>A panel without its padding.</summary>
    public Strided<T> Strip(int panel) =>
        new(_memory.Start + _starts[panel], Rows, Panels[panel].Columns, Panels[panel].Width, 1);

    /// <summary>Overwrites everything.</summary>
    /// <param name="source">A matrix of the same shape, stored by rows or by columns.</param>
    public void CopyFrom(Strided<T> source)
    {
        for (var p = 0; p < Panels.Length; p++)
            source.Block(0, Panels[p].Start, Rows, Panels[p].Columns).CopyTo(Strip(p));
    }

    /// <summary>Overwrites some rows.</summary>
    /// <param name="row">The first of them.</param>
    /// <param name="source">As many rows, stored by rows or by columns.</param>
    public void CopyRowsFrom(int row, Strided<T> source)
    {
        for (var p = 0; p < Panels.Length; p++)
            source
                .Block(0, Panels[p].Start, source.Rows, Panels[p].Columns)
                .CopyTo(Strip(p).Block(row, 0, source.Rows, Panels[p].Columns));
    }

    /// <summary>Copies everything.</summary>
    /// <param name="target">A matrix of the same shape, stored by rows or by columns; overwritten.</param>
    public void CopyTo(Strided<T> target)
    {
        for (var p = 0; p < Panels.Length; p++)
            Strip(p).CopyTo(target.Block(0, Panels[p].Start, Rows, Panels[p].Columns));
    }

    /// <summary>Writes A times this matrix into C, or adds it to C, on the calling thread.</summary>
    /// <param name="a">A, shape (m x Rows).</param>
    /// <param name="c">C, m rows by <see cref="RowBuffer{T}"/>; overwritten or added to.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    public void MultiplyFromLeft(Strided<T> a, Strided<T> c, bool accumulate)
    {
        for (var p = 0; p < Panels.Length; p++)
            Panels[p].Multiply(a, Strip(p), c.Block(0, Panels[p].Start, c.Rows, Panels[p].Width), accumulate);
    }

    /// <summary>Writes A times the transpose of this matrix into C, or adds it to C, on the calling thread; packs the transpose on the way.</summary>
    /// <param name="a">A, shape (m x Columns).</param>
    /// <param name="c">C, m rows by <see cref="RowBuffer{T}"/>; overwritten or added to.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    public void MultiplyTransposedFromLeft(Strided<T> a, Strided<T> c, bool accumulate)
    {
        foreach (var panel in _transposed)
        {
            var packed = PackingBuffer.OfThisThread<T>((long)Columns * panel.Width);
            if (panel.IsRagged)
                new Span<T>(packed, Columns * panel.Width).Clear();
            for (var p = 0; p < Panels.Length; p++)
                Strip(p)
                    .Block(panel.Start, 0, panel.Columns, Panels[p].Columns)
                    .Transposed.CopyTo(
                        new Strided<T>(
                            packed + Panels[p].Start * panel.Width,
                            Panels[p].Columns,
                            panel.Columns,
                            panel.Width,
                            1
                        )
                    );
            panel.Multiply(
                a,
                new Strided<T>(packed, Columns, panel.Columns, panel.Width, 1),
                c.Block(0, panel.Start, c.Rows, panel.Width),
                accumulate
            );
        }
    }
}
