using System.Runtime.Intrinsics;

namespace Compare.Reference.Numerics.Products;

/// <summary>One product cut into parts that can be computed in any order, each a panel of C or a piece of its rows.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// If a part is a whole panel, it packs its panel of B itself. If a panel is shared between parts, all of B is packed first, in parts
/// of its own.
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

    /// <summary>Least number of rows of B that are packed at once.</summary>
    private const int PackedUnit = 16;

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
    private readonly int _rowsOfPacking;
    private readonly int _packingsOfPanel;
    private T* _packed;

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
        // Narrower registers than 256 bits save no time.
        _half = bits == 512 ? _lanes / 2 : _lanes;
        _panels = Panel.Count(c.Columns, _lanes, _half);
        _threads = (long)a.Rows * a.Columns * c.Columns < Worthwhile ? 1 : threads;
        var wanted =
            _threads == 1 || _panels >= ManyPanels * _threads ? 1 : Quotient(PartsPerThread * _threads, _panels);
        _rowsOfPart = Quotient(Quotient(c.Rows, wanted), RowUnit) * RowUnit;
        _partsOfPanel = Quotient(c.Rows, _rowsOfPart);
        _rowsOfPacking = Math.Max(PackedUnit, Quotient(b.Rows, Quotient(_threads, _panels)));
        _packingsOfPanel = Quotient(b.Rows, _rowsOfPacking);
    }

    /// <summary>Computes C.</summary>
    public void Run()
    {
        fixed (ProductJob<T>* job = &this)
        {
            if (_partsOfPanel > 1)
            {
                _packed = PackingBuffer.OfThisThread<T>((long)_b.Rows * (_b.Columns + _lanes));
                ForkJoin.Run(_panels * _packingsOfPanel, _threads, &Pack, job);
            }
            ForkJoin.Run(_panels * _partsOfPanel, _threads, &Multiply, job);
        }
    }

    private static int Quotient(int dividend, int divisor) => (dividend + divisor - 1) / divisor;

    private static void Pack(void* job, int part) => ((ProductJob<T>*)job)->Pack(part);

    private static void Multiply(void* job, int part) => ((ProductJob<T>*)job)->Multiply(part);

    private readonly void Pack(int part)
    {
        var panel = Panel.Of(_c.Columns, part / _packingsOfPanel, _lanes, _half);
        if (IsUsable(panel))
            return;
        var row = part % _packingsOfPanel * _rowsOfPacking;
        Pack(
            panel,
            row,
            Math.Min(_rowsOfPacking, _b.Rows - row),
            PackedPanel(panel, _packed + (long)panel.Start * _b.Rows)
        );
    }

    private readonly void Multiply(int part)
    {
        var panel = Panel.Of(_c.Columns, part / _partsOfPanel, _lanes, _half);
        var b = _b.Block(0, panel.Start, _b.Rows, panel.Columns);
        if (!IsUsable(panel))
            if (_partsOfPanel > 1)
                b = PackedPanel(panel, _packed + (long)panel.Start * _b.Rows);
            else
            {
                b = PackedPanel(panel, PackingBuffer.OfThisThread<T>((long)_b.Rows * panel.Width));
                Pack(panel, 0, _b.Rows, b);
            }
        var row = part % _partsOfPanel * _rowsOfPart;
        var rows = Math.Min(_rowsOfPart, _c.Rows - row);
        var a = _a.Block(row, 0, rows, _a.Columns);
        var c = _c.Block(row, panel.Start, rows, panel.Columns);
        switch (panel.Lanes * sizeof(T))
        {
            case 64:
                PanelKernel<T, Vector512<T>, Lanes512<T>>.Run(panel.Registers, a, b, c, _accumulate);
                break;
            case 32:
                PanelKernel<T, Vector256<T>, Lanes256<T>>.Run(panel.Registers, a, b, c, _accumulate);
                break;
            default:
                PanelKernel<T, Vector128<T>, Lanes128<T>>.Run(panel.Registers, a, b, c, _accumulate);
                break;
        }
    }

    /// <summary>Whether the kernel can read the panel where it lies: row after row, and to the end of every register.</summary>
    private readonly bool IsUsable(Panel panel) => _b.ColumnStep == 1 && !panel.IsRagged;

    private readonly Strided<T> PackedPanel(Panel panel, T* start) =>
        new(start, _b.Rows, panel.Columns, panel.Width, 1);

    /// <summary>Copies rows of a panel of B, with zeros up to its width.</summary>
    private readonly void Pack(Panel panel, int row, int rows, Strided<T> packed)
    {
        var target = packed.Block(row, 0, rows, panel.Columns);
        _b.Block(row, panel.Start, rows, panel.Columns).CopyTo(target);
        if (panel.IsRagged)
            for (var p = 0; p < rows; p++)
            for (var j = panel.Columns; j < panel.Width; j++)
                *target.At(p, j) = default;
    }
}
