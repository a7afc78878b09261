using System.Buffers.Binary;
using System.Text;

namespace Compare.Torch.Loading;

/// <summary>The sections of a 64-bit little-endian ELF file. Nothing read from the file is used as an offset before it is checked.</summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    private readonly byte[] _file;
    private readonly ElfSection[] _sections;

    /// <summary>Reads the section headers.</summary>
    /// <param name="file">The whole file; kept, and not changed.</param>
    /// <exception cref="ElfFormatException">It is no 64-bit little-endian ELF file, or is damaged.</exception>
    public ElfImage(byte[] file)
    {
        _file = file;
        // \x7fELF, 64-bit, little-endian.
        if (file.Length < HeaderSize || !file.AsSpan(0, 6).SequenceEqual("\x7f\u0045LF\u0002\u0001"u8))
            throw new ElfFormatException("This is no 64-bit little-endian ELF file.");
        var table = U64(40);
        var entrySize = U16(58);
        var count = U16(60);
        if (entrySize != SectionHeaderSize)
            throw new ElfFormatException(
                $"A section header of {entrySize} bytes, where {SectionHeaderSize} are expected."
            );
        var headers = Offset(table, (ulong)count * SectionHeaderSize, "the section headers");
        _sections = new ElfSection[count];
        for (var i = 0; i < count; i++)
            _sections[i] = Section(headers + i * SectionHeaderSize);
    }

    /// <summary>The sections of one kind.</summary>
    /// <param name="type">sh_type.</param>
    /// <returns>Those sections, in the order of the file.</returns>
    public IEnumerable<ElfSection> Sections(uint type) => _sections.Where(section => section.Type == type);

    /// <summary>The section that another one refers to.</summary>
    /// <param name="section">The one that refers.</param>
    /// <returns>The other.</returns>
    /// <exception cref="ElfFormatException">There is no section of that number.</exception>
    public ElfSection Linked(ElfSection section) =>
        section.Link < (uint)_sections.Length
            ? _sections[section.Link]
            : throw new ElfFormatException($"Section {section.Link} is referred to, of {_sections.Length}.");

    /// <summary>A 16-bit number.</summary>
    /// <param name="offset">Bytes from the start of the file.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ElfFormatException">It is not inside the file.</exception>
    public ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    /// <inheritdoc cref="U16"/>
    public uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    /// <inheritdoc cref="U16"/>
    public ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(offset, 8));

    /// <summary>A string that ends with a zero byte.</summary>
    /// <param name="strings">The section of strings.</param>
    /// <param name="offset">Bytes from the start of that section.</param>
    /// <returns>The string.</returns>
    /// <exception cref="ElfFormatException">It is not inside the section.</exception>
    public string Text(ElfSection strings, uint offset)
    {
        if (offset >= (uint)strings.Size)
            throw new ElfFormatException($"A string at {offset} of a table of {strings.Size} bytes.");
        var rest = _file.AsSpan(strings.Offset, strings.Size)[(int)offset..];
        var length = rest.IndexOf((byte)0);
        return length >= 0
            ? Encoding.UTF8.GetString(rest[..length])
            : throw new ElfFormatException($"The string at {offset} has no end.");
    }

    /// <summary>Goes from one entry of a chain to the next.</summary>
    /// <param name="section">The section that holds the chain.</param>
    /// <param name="entry">Where this entry begins, in bytes from the start of the file.</param>
    /// <param name="step">The distance that the file gives.</param>
    /// <param name="entrySize">Length of an entry in bytes.</param>
    /// <returns>Where the next entry begins.</returns>
    /// <exception cref="ElfFormatException">It overlaps this one, or does not lie in the section.</exception>
    public static int Step(ElfSection section, int entry, uint step, int entrySize)
    {
        var next = (long)entry + step;
        if (step < entrySize || next + entrySize > (long)section.Offset + section.Size)
            throw new ElfFormatException($"A table entry that would begin {step} bytes after the one at {entry}.");
        return (int)next;
    }

    private ElfSection Section(int header)
    {
        var type = U32(header + 4);
        var link = U32(header + 40);
        if (type == ElfSection.NoBits)
            return new ElfSection(type, 0, 0, link);
        var size = U64(header + 32);
        return new ElfSection(type, Offset(U64(header + 24), size, "a section"), checked((int)size), link);
    }

    private int Offset(ulong offset, ulong length, string what)
    {
        var available = (ulong)_file.Length;
        if (offset > available || length > available - offset)
            throw new ElfFormatException($"{what} at {offset}, {length} bytes long, in a file of {available} bytes.");
        return (int)offset;
    }

    private ReadOnlySpan<byte> Bytes(int offset, int length)
    {
        if (offset < 0 || offset > _file.Length - length)
            throw new ElfFormatException($"{length} bytes at {offset} in a file of {_file.Length} bytes.");
        return _file.AsSpan(offset, length);
    }
}
