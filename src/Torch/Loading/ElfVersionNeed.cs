namespace Compare.Torch.Loading;

/// <summary>A version of another library that an ELF library needs.</summary>
/// <param name="File">The other library, for example <c>libstdc++.so.6</c>.</param>
/// <param name="Version">For example <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="IsWeak">Whether the loader tolerates its absence.</param>
/// <param name="IsUsed">Whether a relocation refers to a symbol of this version. If none does, absence harms nothing.</param>
/// <param name="FlagsOffset">Where vna_flags stands, in bytes from the start of the file.</param>
internal sealed record ElfVersionNeed(string File, string Version, bool IsWeak, bool IsUsed, int FlagsOffset);
