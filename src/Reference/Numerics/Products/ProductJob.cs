namespace Compare.Reference.Numerics.Products;

/// <summary>One product cut into parts that can be computed in any order, each a panel of C or a piece of its rows.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// Each thread packs the panels of B that it multiplies by, and keeps the last: packing twice is cheaper than fetching what another
/// core has just written.
/// </remarks>
internal unsafe struct ProductJob<T>
    where T : unmanaged
{
    /// <summary>Fewest multiply-adds worth waking another thread for: about ten microseconds.</summary>
    private const long Worthwhile = 1 << 17;

    /// <summary>From this many panels per thread on, a part is a panel.</summary>
    private const int ManyPanels = 4;

    /// <summary>Parts per thread, so that a thread that began late or runs slowly gets fewer.</summary>
    private const int PartsPerThread = 4;

    /// <summary>Pieces of rows are multiples of the highest tile.</summary>
    private const int RowUnit = 8;

    /// <summary>What the thread's packing buffer holds: number of the job and of the panel.</summary>
    [ThreadStatic]
    private static (long Job, int Panel) _inBuffer;

    private static long _jobs;

    private readonly Strided<T> _a;
    private readonly Strided<T> _b;
    private readonly Strided<T> _c;
    private readonly bool _accumulate;
    private readonly int _lanes;
    private readonly int _half;
    private readonly int _panels;
    private readonly int _threads;
    private readonly int _rowsOfPart;
    private readonly int _partsOfPanel;
    private readonly long _number;

    /// <summary>Plans the product.</summary>
    /// <param name="a">A, shape (m x n), m and n at least 1.</param>
    /// <param name="b">B, shape (n x p), p at least 1.</param>
    /// <param name="c">C, shape (m x p).</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    /// <param name="bits">Bits of the widest register to use.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public ProductJob(Strided<T> a, Strided<T> b, Strided<T> c, bool accumulate, int bits, int threads)
    {
        _a = a;
        _b = b;
        _c = c;
        _accumulate = accumulate;
        _lanes = bits / 8 / sizeof(T);
        _half = Panel.Half(_lanes, bits);
        _panels = Panel.Count(c.Columns, _lanes, _half);
        _threads = (long)a.Rows * a.Columns * c.Columns < Worthwhile ? 1 : threads;
        var wanted =
            _threads == 1 || _panels >= ManyPanels * _threads ? 1 : Quotient(PartsPerThread * _threads, _panels);
        _rowsOfPart = Quotient(Quotient(c.Rows, wanted), RowUnit) * RowUnit;
        _partsOfPanel = Quotient(c.Rows, _rowsOfPart);
        _number = Interlocked.Increment(ref _jobs);
    }

    /// <summary>Computes C.</summary>
    public readonly void Run()
    {
        fixed (ProductJob<T>* job = &this)
            ForkJoin.Run(_panels * _partsOfPanel, _threads, &Multiply, job);
    }

    private static int Quotient(int dividend, int divisor) => (dividend + divisor - 1) / divisor;

    private static void Multiply(void* job, int part) => ((ProductJob<T>*)job)->Multiply(part);

    private readonly void Multiply(int part)
    {
        var panel = Panel.Of(_c.Columns, part / _partsOfPanel, _lanes, _half);
        // The kernel reads row after row, and to the end of every register.
        var b = _b.Block(0, panel.Start, _b.Rows, panel.Columns);
        if (b.ColumnStep != 1 || panel.IsRagged)
            b = Packed(panel, b, part / _partsOfPanel);
        var row = part % _partsOfPanel * _rowsOfPart;
        var rows = Math.Min(_rowsOfPart, _c.Rows - row);
        var a = _a.Block(row, 0, rows, _a.Columns);
        var c = _c.Block(row, panel.Start, rows, panel.Columns);
        panel.Multiply(a, b, c, _accumulate);
    }

    /// <summary>A panel in the thread's buffer, with zeros up to its width.</summary>
    private readonly Strided<T> Packed(Panel panel, Strided<T> b, int index)
    {
        var start = PackingBuffer.OfThisThread<T>((long)b.Rows * panel.Width);
        var packed = new Strided<T>(start, b.Rows, b.Columns, panel.Width, 1);
        if (_inBuffer == (_number, index))
            return packed;
        b.CopyTo(packed);
        if (panel.IsRagged)
            for (var p = 0; p < b.Rows; p++)
            for (var j = panel.Columns; j < panel.Width; j++)
                *packed.At(p, j) = default;
        _inBuffer = (_number, index);
        return packed;
    }
}
