using System.Runtime.InteropServices;

namespace Compare.Torch.Loading;

/// <summary>How native libraries are named on an operating system.</summary>
/// <param name="Rid">The portable runtime identifier, for example <c>linux-x64</c>: the folder name inside a package.</param>
/// <param name="Prefix">What stands before a library's name.</param>
/// <param name="Extension">What stands after it.</param>
internal sealed record NativePlatform(string Rid, string Prefix, string Extension)
{
    /// <summary>The platform of this process.</summary>
    public static NativePlatform Current { get; } =
        Of(
            OperatingSystem.IsWindows() ? "win"
                : OperatingSystem.IsMacOS() ? "osx"
                : "linux",
            RuntimeInformation.ProcessArchitecture
        );

    /// <summary>The libraries without which there is no libtorch, in the order of loading.</summary>
    public IReadOnlyList<string> Required => [File("c10"), File("torch_cpu"), File("torch")];

    /// <summary>All libraries of libtorch in the order of loading; those for CUDA are not in every installation.</summary>
    public IReadOnlyList<string> LoadOrder =>
        [File("c10"), File("c10_cuda"), File("torch_cpu"), File("torch_cuda"), File("torch")];

    /// <summary>TorchSharp's own library, which connects C# and libtorch.</summary>
    public string Bridge => File("LibTorchSharp");

    /// <summary>The library that reports libtorch's version.</summary>
    public string Core => File("torch_cpu");

    /// <summary>The platform of an operating system and an architecture.</summary>
    /// <param name="system"><c>win</c>, <c>osx</c> or <c>linux</c>.</param>
    /// <param name="architecture">The architecture.</param>
    /// <returns>Its names.</returns>
    public static NativePlatform Of(string system, Architecture architecture)
    {
        var rid = $"{system}-{architecture.ToString().ToLowerInvariant()}";
        return system switch
        {
            "win" => new NativePlatform(rid, "", ".dll"),
            "osx" => new NativePlatform(rid, "lib", ".dylib"),
            _ => new NativePlatform(rid, "lib", ".so"),
        };
    }

    private string File(string library) => Prefix + library + Extension;
}
