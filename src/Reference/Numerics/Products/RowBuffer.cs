namespace Compare.Reference.Numerics.Products;

/// <summary>A matrix for intermediate results: stored by rows, each with room for whole panels.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class RowBuffer<T>
    where T : unmanaged
{
    /// <summary>
    /// Rows whose distance is a multiple of this many bytes share few sets of the first cache, and a column would push itself out.
    /// </summary>
    private const int Crowded = 512;

    private readonly PinnedMemory<T> _memory;
    private readonly int _rowStep;

    /// <summary>Makes a buffer of zeros.</summary>
    /// <param name="rows">Most rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="bits">Bits of the widest register to use.</param>
    public RowBuffer(int rows, int columns, int bits)
    {
        var line = PinnedMemory<T>.Line / sizeof(T);
        var last = Panel.Cover<T>(columns, bits)[^1];
        _rowStep = (last.Start + last.Width + line - 1) / line * line;
        if (_rowStep * sizeof(T) % Crowded == 0)
            _rowStep += line;
        Columns = columns;
        _memory = new PinnedMemory<T>(checked(rows * _rowStep));
    }

    public int Columns { get; }

    /// <summary>Some rows with their padding, in one piece.</summary>
    public Span<T> Elements(int row, int rows) => _memory.Span(row * _rowStep, rows * _rowStep);

    /// <summary>One row.</summary>
    public Span<T> Row(int row) => _memory.Span(row * _rowStep, Columns);

    /// <summary>Some rows.</summary>
    public Strided<T> Rows(int row, int rows) => new(_memory.Start + row * _rowStep, rows, Columns, _rowStep, 1);
}
