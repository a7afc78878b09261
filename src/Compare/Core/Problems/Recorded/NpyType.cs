using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Compare.Problems.Recorded;

/// <summary>An element type that can be read: numbers that widen to double, and texts.</summary>
/// <param name="Code">As in the header, for example <c>&gt;f4</c>.</param>
/// <param name="Kind">NumPy's letter: f, i, u, b; U for UTF-32, S for ASCII.</param>
/// <param name="Size">Bytes per element.</param>
internal sealed record NpyType(string Code, char Kind, int Size)
{
    /// <summary>The code of bfloat16, which NumPy has none for.</summary>
    public const string BrainFloat = "<bf2";

    private const int MaxCharacters = 1024;
    private const string Readable = "float16 to float64, integers, bool, or text";

    /// <summary>Whether an element is a text.</summary>
    public bool IsText => Kind is 'U' or 'S';

    private bool IsBigEndian => Code[0] == '>';

    /// <summary>Finds the type that a header names.</summary>
    /// <param name="code">The header's <c>descr</c>.</param>
    /// <param name="place">File and entry, for errors.</param>
    /// <returns>The type.</returns>
    /// <exception cref="TraceFormatException">It is malformed, or none that can be read.</exception>
    public static NpyType Parse(string code, string place)
    {
        TraceFormatException Wrong(string why, string expected = Readable) =>
            TraceFormatException.Malformed(place, "type", TraceFormatException.Quote(code) + why, expected);

        if (code.Length < 2 || code[0] is not ('<' or '>' or '|'))
            throw Wrong("", "a byte order (<, > or |), a letter and a size, such as '<f8'");
        var kind = code[1];
        switch (kind)
        {
            case 'O':
                throw Wrong(
                    " (Python objects, stored as a pickle, which is never executed)",
                    $"{Readable}: save np.asarray(a, dtype=float)"
                );
            case 'c':
                throw Wrong(" (complex)");
            case 'V':
                throw Wrong(" (raw or structured)");
            case 'm' or 'M':
                throw Wrong(" (a time)");
        }
        if (
            !int.TryParse(code.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || code[2] == '0'
        )
            throw Wrong("");
        var known = (kind, number) switch
        {
            ('f', 2 or 4 or 8) or ('i' or 'u', 1 or 2 or 4 or 8) or ('b', 1) => true,
            ('U' or 'S', <= MaxCharacters) => true,
            _ => false,
        };
        if (!known)
            throw Wrong("", kind is 'U' or 'S' ? $"a text of at most {MaxCharacters} characters" : Readable);
        var size = kind == 'U' ? number * 4 : number;
        if (code[0] == '|' && kind != 'S' && size > 1)
            throw Wrong("", "a byte order, < or >, for elements of several bytes");
        return new NpyType(code, kind, size);
    }

    /// <summary>Widens whole elements.</summary>
    /// <param name="bytes">Elements as in the file; their bytes are reversed in place if they are big-endian.</param>
    /// <param name="values">One number per element.</param>
    /// <param name="place">File and entry, for errors.</param>
    /// <exception cref="TraceFormatException">An integer has no double, or a truth value is neither 0 nor 1.</exception>
    public void Widen(Span<byte> bytes, Span<double> values, string place)
    {
        // What nearly every file holds, without a look at each element's type.
        if (BitConverter.IsLittleEndian && Code == "<f4")
        {
            var singles = MemoryMarshal.Cast<byte, float>(bytes);
            for (var i = 0; i < values.Length; i++)
                values[i] = singles[i];
            return;
        }
        if (BitConverter.IsLittleEndian && Code == "<f8")
        {
            MemoryMarshal.Cast<byte, double>(bytes)[..values.Length].CopyTo(values);
            return;
        }
        for (var i = 0; i < values.Length; i++)
        {
            var element = bytes.Slice(i * Size, Size);
            if (IsBigEndian)
                element.Reverse();
            values[i] = Widen(element, place);
        }
    }

    /// <summary>Reads one element as a text, without the zeros that fill it up.</summary>
    /// <param name="bytes">The element.</param>
    /// <param name="place">File and entry, for errors.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TraceFormatException">A character is none.</exception>
    public string Text(ReadOnlySpan<byte> bytes, string place)
    {
        var text = new StringBuilder();
        var width = Kind == 'U' ? 4 : 1;
        for (var i = 0; i < bytes.Length; i += width)
        {
            var code =
                width == 1 ? bytes[i]
                : IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[i..])
                : BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
            if (!Rune.IsValid(code) || (width == 1 && code > 0x7F))
                throw TraceFormatException.Malformed(
                    place,
                    FormattableString.Invariant($"character {i / width}"),
                    FormattableString.Invariant($"0x{code:x}"),
                    width == 1 ? "ASCII" : "a Unicode scalar value"
                );
            text.Append(new Rune(code).ToString());
        }
        return text.ToString().TrimEnd('\0');
    }

    private double Widen(ReadOnlySpan<byte> little, string place) =>
        (Kind, Size) switch
        {
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(little),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(little),
            ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(little),
            ('i', 1) => (sbyte)little[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(little),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(little),
            ('i', _) => Exactly(BinaryPrimitives.ReadInt64LittleEndian(little), place),
            ('u', 1) => little[0],
            ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(little),
            ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(little),
            ('u', _) => Exactly(BinaryPrimitives.ReadUInt64LittleEndian(little), place),
            ('b', _) when little[0] <= 1 => little[0],
            _ => throw TraceFormatException.Malformed(
                place,
                "a truth value",
                FormattableString.Invariant($"{little[0]}"),
                "0 or 1"
            ),
        };

    /// <summary>128 bits, because the double next to the largest 64-bit integer lies outside 64 bits.</summary>
    private static double Exactly(Int128 integer, string place)
    {
        var value = (double)integer;
        return (Int128)value == integer
            ? value
            : throw TraceFormatException.Malformed(
                place,
                "an element",
                integer.ToString(CultureInfo.InvariantCulture),
                "an integer that a double holds exactly"
            );
    }
}
