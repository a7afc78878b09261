using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Compare.Reference.Numerics.Products;

/// <summary>A panel of C: one tile below the other.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="TLanes">Its operations.</typeparam>
internal static unsafe class PanelKernel<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : ILanes<TVector, T>
{
    /// <summary>Rows of the highest tile.</summary>
    private const int MaxRows = 8;

    /// <summary>Whether 8 x 3 sums, three elements of B and one of A fit in the registers there are.</summary>
    private static bool Has32Registers => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Computes op(A) times one panel of op(B).</summary>
    /// <param name="registers">Registers that hold a row of the panel, 1 to 3.</param>
    /// <param name="a">Rows of op(A).</param>
    /// <param name="b">The panel, stored by rows that can be read for all of its width.</param>
    /// <param name="c">The columns of the panel; overwritten, or continued.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    public static void Run(int registers, Strided<T> a, Strided<T> b, Strided<T> c, bool accumulate)
    {
        switch (registers)
        {
            case 1:
                Run<ISize.One>(a, b, c, accumulate);
                break;
            case 2:
                Run<ISize.Two>(a, b, c, accumulate);
                break;
            default:
                Run<ISize.Three>(a, b, c, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRegisters>(Strided<T> a, Strided<T> b, Strided<T> c, bool accumulate)
        where TRegisters : ISize
    {
        var i = 0;
        if (Has32Registers)
            for (; i <= c.Rows - 8; i += 8)
                Tile<ISize.Eight, TRegisters>(i, a, b, c, accumulate);
        for (; i <= c.Rows - 4; i += 4)
            Tile<ISize.Four, TRegisters>(i, a, b, c, accumulate);
        for (; i <= c.Rows - 2; i += 2)
            Tile<ISize.Two, TRegisters>(i, a, b, c, accumulate);
        for (; i < c.Rows; i++)
            Tile<ISize.One, TRegisters>(i, a, b, c, accumulate);
    }

    private static void Tile<TRows, TRegisters>(int i, Strided<T> a, Strided<T> b, Strided<T> c, bool accumulate)
        where TRows : ISize
        where TRegisters : ISize
    {
        var width = TRegisters.Value * TLanes.Count;
        if (c.ColumnStep == 1 && c.Columns == width)
            TileKernel<T, TVector, TLanes, TRows, TRegisters>.Run(
                a.Columns,
                a.At(i, 0),
                a.RowStep,
                a.ColumnStep,
                b.Start,
                b.RowStep,
                c.At(i, 0),
                c.RowStep,
                accumulate
            );
        else
            ViaCopy<TRows, TRegisters>(i, a, b, c, accumulate);
    }

    /// <summary>A tile that C cannot take as it is, because it is wider than C or C is stored by columns.</summary>
    [SkipLocalsInit]
    private static void ViaCopy<TRows, TRegisters>(int i, Strided<T> a, Strided<T> b, Strided<T> c, bool accumulate)
        where TRows : ISize
        where TRegisters : ISize
    {
        var width = TRegisters.Value * TLanes.Count;
        var elements = stackalloc T[MaxRows * width];
        var inC = c.Block(i, 0, TRows.Value, c.Columns);
        var tile = new Strided<T>(elements, TRows.Value, c.Columns, width, 1);
        if (accumulate)
            inC.CopyTo(tile);
        TileKernel<T, TVector, TLanes, TRows, TRegisters>.Run(
            a.Columns,
            a.At(i, 0),
            a.RowStep,
            a.ColumnStep,
            b.Start,
            b.RowStep,
            elements,
            width,
            accumulate
        );
        tile.CopyTo(inC);
    }
}
