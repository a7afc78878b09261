namespace Compare.Torch.Loading;

/// <summary>Reads the versions that an ELF library defines (section .gnu.version_d).</summary>
/// <remarks>Source: Linux Standard Base Core 5.0, 10.7 Symbol Versioning.</remarks>
internal static class ElfVersionDefinitions
{
    private const int DefinitionSize = 20; // Elf64_Verdef
    private const int NameSize = 8; // Elf64_Verdaux

    /// <summary>Reads all versions that a library defines.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>Their names, for example <c>GLIBCXX_3.4.30</c>; none if the library has no such section.</returns>
    /// <exception cref="ElfFormatException">The file is no 64-bit little-endian ELF file, or is damaged.</exception>
    public static IReadOnlySet<string> Read(byte[] file)
    {
        var image = new ElfImage(file);
        var versions = new HashSet<string>();
        foreach (var section in image.Sections(ElfSection.VersionDefinitions))
        {
            if (section.Size < DefinitionSize)
                continue;
            var strings = image.Linked(section);
            // Elf64_Verdef: version, flags, number, names, hash, distance to the first Elf64_Verdaux, distance to the next.
            for (var definition = section.Offset; ; )
            {
                var name = ElfImage.Step(section, definition, image.U32(definition + 12), NameSize);
                versions.Add(image.Text(strings, image.U32(name)));
                var next = image.U32(definition + 16);
                if (next == 0)
                    break;
                definition = ElfImage.Step(section, definition, next, DefinitionSize);
            }
        }
        return versions;
    }
}
