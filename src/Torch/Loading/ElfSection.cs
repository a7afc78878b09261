namespace Compare.Torch.Loading;

/// <summary>One section of an ELF file, already known to lie inside the file.</summary>
/// <param name="Type">sh_type.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the file.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Link">sh_link: the number of the section that this one refers to.</param>
internal readonly record struct ElfSection(uint Type, int Offset, int Size, uint Link)
{
    /// <summary>Contents that occupy no room in the file.</summary>
    public const uint NoBits = 8;

    /// <summary>Relocations with an explicit addend.</summary>
    public const uint RelocationsWithAddend = 4;

    /// <summary>Relocations without one.</summary>
    public const uint Relocations = 9;

    /// <summary>.gnu.version_d: the versions that a library defines.</summary>
    public const uint VersionDefinitions = 0x6ffffffd;

    /// <summary>.gnu.version_r: the versions that it needs from others.</summary>
    public const uint VersionNeeds = 0x6ffffffe;

    /// <summary>.gnu.version: for each dynamic symbol the number of its version.</summary>
    public const uint SymbolVersions = 0x6fffffff;
}
