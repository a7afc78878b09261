using System.Runtime.Intrinsics;

namespace Compare.Reference.Numerics.Products;

/// <summary>A strip of the columns of C, as wide as the registers of one row of a tile.</summary>
/// <param name="Start">First column.</param>
/// <param name="Columns">Columns of C in the strip.</param>
/// <param name="Registers">Registers that hold a row, 1 to 3.</param>
/// <param name="Lanes">Elements in a register.</param>
internal readonly record struct Panel(int Start, int Columns, int Registers, int Lanes)
{
    /// <summary>Most registers in a row of a tile.</summary>
    public const int MaxRegisters = 3;

    /// <summary>Columns in a packed row: those of C, then zeros.</summary>
    public int Width => Registers * Lanes;

    /// <summary>Whether the last register is not full.</summary>
    public bool IsRagged => Columns < Width;

    /// <summary>How many panels cover the columns.</summary>
    /// <param name="columns">Columns of C.</param>
    /// <param name="lanes">Elements in the widest register.</param>
    /// <param name="half">Elements in a half register, or the same number to use none.</param>
    public static int Count(int columns, int lanes, int half)
    {
        var full = MaxRegisters * lanes;
        var rest = columns % full;
        return columns / full
            + (
                rest == 0 ? 0
                : Of(columns, columns / full, lanes, half).Columns < rest ? 2
                : 1
            );
    }

    /// <summary>One panel.</summary>
    /// <param name="columns">Columns of C.</param>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="lanes">Elements in the widest register.</param>
    /// <param name="half">Elements in a half register, or the same number to use none.</param>
    /// <remarks>
    /// Full panels first; the rest takes as few halves of a register as it can, because processors that compute with a wide
    /// register in two halves take half the time for one half.
    /// </remarks>
    public static Panel Of(int columns, int index, int lanes, int half)
    {
        var full = MaxRegisters * lanes;
        var start = Math.Min(index, columns / full) * full;
        var rest = columns - start;
        if (rest >= full)
            return new(start, full, MaxRegisters, lanes);
        if (index > columns / full)
        {
            start += rest / lanes * lanes;
            rest = columns - start;
        }
        if (half == lanes)
            return new(start, rest, (rest + lanes - 1) / lanes, lanes);
        return ((rest + half - 1) / half) switch
        {
            1 => new(start, rest, 1, half),
            3 => new(start, rest, 3, half),
            5 => new(start, 2 * lanes, 2, lanes),
            var halves => new(start, rest, halves / 2, lanes),
        };
    }

    /// <summary>All panels that cover the columns.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="columns">Columns of C.</param>
    /// <param name="bits">Bits of the widest register to use.</param>
    public static unsafe Panel[] Cover<T>(int columns, int bits)
        where T : unmanaged
    {
        var lanes = bits / 8 / sizeof(T);
        var half = Half(lanes, bits);
        return [.. Enumerable.Range(0, Count(columns, lanes, half)).Select(index => Of(columns, index, lanes, half))];
    }

    /// <summary>Elements in half a register, or in a whole one where halves save no time.</summary>
    /// <param name="lanes">Elements in a register.</param>
    /// <param name="bits">Its bits.</param>
    public static int Half(int lanes, int bits) => bits == 512 ? lanes / 2 : lanes;

    /// <summary>Computes the panel: op(A) times this panel of op(B).</summary>
    /// <param name="a">Rows of op(A).</param>
    /// <param name="b">The panel of op(B), stored by rows that can be read for all of its width.</param>
    /// <param name="c">The columns of the panel, or all of its width where C has room for it; overwritten, or continued.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    public unsafe void Multiply<T>(Strided<T> a, Strided<T> b, Strided<T> c, bool accumulate)
        where T : unmanaged
    {
        switch (Lanes * sizeof(T))
        {
            case 64:
                PanelKernel<T, Vector512<T>, Lanes512<T>>.Run(Registers, a, b, c, accumulate);
                break;
            case 32:
                PanelKernel<T, Vector256<T>, Lanes256<T>>.Run(Registers, a, b, c, accumulate);
                break;
            default:
                PanelKernel<T, Vector128<T>, Lanes128<T>>.Run(Registers, a, b, c, accumulate);
                break;
        }
    }
}
