using System.Buffers.Binary;

namespace Compare.Torch.Loading;

/// <summary>
/// Reads the version needs of an ELF library (section .gnu.version_r), and marks chosen ones as weak.
/// </summary>
/// <remarks>Source: Linux Standard Base Core 5.0, 10.7 Symbol Versioning.</remarks>
internal static class ElfVersionNeeds
{
    private const ushort WeakFlag = 2; // VER_FLG_WEAK
    private const int NeedSize = 16; // Elf64_Verneed, and Elf64_Vernaux
    private const int SymbolVersionSize = 2;
    private const ushort VersionNumberMask = 0x7fff; // the top bit marks a hidden symbol

    /// <summary>Reads all version needs.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>The needs, in the order of the file; none if the library has no such section.</returns>
    /// <exception cref="ElfFormatException">The file is no 64-bit little-endian ELF file, or is damaged.</exception>
    public static IReadOnlyList<ElfVersionNeed> Read(byte[] file)
    {
        var image = new ElfImage(file);
        var used = VersionsInUse(image);
        var needs = new List<ElfVersionNeed>();
        foreach (var section in image.Sections(ElfSection.VersionNeeds))
            ReadSection(image, section, used, needs);
        return needs;
    }

    /// <summary>Marks needs as weak, so that the loader accepts a library that lacks the version.</summary>
    /// <param name="file">The whole file; not changed.</param>
    /// <param name="needs">Needs that <see cref="Read"/> found in this very file.</param>
    /// <returns>A changed copy.</returns>
    /// <exception cref="ArgumentException">One of the needs is used: the library would fail when it calls what is not there.</exception>
    public static byte[] Weaken(byte[] file, IEnumerable<ElfVersionNeed> needs)
    {
        var copy = (byte[])file.Clone();
        foreach (var need in needs)
        {
            if (need.IsUsed)
                throw new ArgumentException(
                    $"{need.Version} of {need.File} is used and cannot be made weak.",
                    nameof(needs)
                );
            var flags = copy.AsSpan(need.FlagsOffset, sizeof(ushort));
            BinaryPrimitives.WriteUInt16LittleEndian(
                flags,
                (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag)
            );
        }
        return copy;
    }

    private static void ReadSection(
        ElfImage image,
        ElfSection section,
        HashSet<ushort> used,
        List<ElfVersionNeed> needs
    )
    {
        if (section.Size < NeedSize)
            return;
        var strings = image.Linked(section);
        // Elf64_Verneed: version, count, file, distance to the first Elf64_Vernaux, distance to the next Elf64_Verneed.
        for (var need = section.Offset; ; )
        {
            var file = image.Text(strings, image.U32(need + 4));
            var count = image.U16(need + 2);
            var entry = need;
            var step = image.U32(need + 8);
            for (var i = 0; i < count; i++)
            {
                // Elf64_Vernaux: hash, flags, number, name, distance to the next.
                entry = ElfImage.Step(section, entry, step, NeedSize);
                needs.Add(
                    new ElfVersionNeed(
                        file,
                        image.Text(strings, image.U32(entry + 8)),
                        (image.U16(entry + 4) & WeakFlag) != 0,
                        used.Contains((ushort)(image.U16(entry + 6) & VersionNumberMask)),
                        entry + 4
                    )
                );
                step = image.U32(entry + 12);
            }
            var next = image.U32(need + 12);
            if (next == 0)
                return;
            need = ElfImage.Step(section, need, next, NeedSize);
        }
    }

    /// <summary>The version numbers of all symbols that a relocation refers to.</summary>
    private static HashSet<ushort> VersionsInUse(ElfImage image)
    {
        var used = new HashSet<ushort>();
        foreach (var versions in image.Sections(ElfSection.SymbolVersions))
        foreach (var (type, size) in new[] { (ElfSection.RelocationsWithAddend, 24), (ElfSection.Relocations, 16) })
        foreach (var relocations in image.Sections(type).Where(section => section.Link == versions.Link))
            for (var at = 0; at + size <= relocations.Size; at += size)
            {
                var symbol = image.U64(relocations.Offset + at + 8) >> 32; // r_info holds the symbol above the type
                if (symbol >= (ulong)(versions.Size / SymbolVersionSize))
                    throw new ElfFormatException($"A relocation refers to symbol {symbol}, which has no version.");
                var version = image.U16(versions.Offset + (int)symbol * SymbolVersionSize);
                used.Add((ushort)(version & VersionNumberMask));
            }
        return used;
    }
}
