namespace Compare.Torch.Loading;

/// <summary>A file is no ELF shared object of the kind that is read here, or contradicts itself.</summary>
/// <param name="message">What was expected and what was found.</param>
internal sealed class ElfFormatException(string message) : Exception(message);
