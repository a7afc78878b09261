using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Compare.Torch.Loading;

/// <summary>Which libtorch fits TorchSharp, and how to learn the version of the one at hand.</summary>
internal static partial class LibtorchVersion
{
    /// <summary>The series for which this TorchSharp is built. Its binary interface differs from that of every other.</summary>
    public const string Required = "2.10";

    /// <summary>Whether a version is of the required series.</summary>
    /// <param name="version">For example <c>2.10.0+cu128</c>.</param>
    /// <returns>True for 2.10 and all that begins with <c>2.10.</c></returns>
    public static bool Fits(string version) =>
        version == Required || version.StartsWith(Required + ".", StringComparison.Ordinal);

    /// <summary>The version that an installation's own files state.</summary>
    /// <param name="libraries">The folder of the libraries: <c>torch/lib</c> of PyTorch, or <c>lib</c> of libtorch.</param>
    /// <returns>The version; null if no file states it.</returns>
    public static string? Stated(string libraries)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(libraries)));
        if (parent == null)
            return null;
        var python = Path.Combine(parent, "version.py");
        if (File.Exists(python) && Assignment().Match(File.ReadAllText(python)) is { Success: true } match)
            return match.Groups[1].Value;
        var plain = Path.Combine(parent, "build-version");
        return File.Exists(plain) ? File.ReadAllText(plain).Trim() : null;
    }

    /// <summary>The version that a loaded library reports.</summary>
    /// <param name="core">Handle of libtorch_cpu.</param>
    /// <returns>For example <c>2.10.0</c>; null if the library is too old to report one.</returns>
    public static string? Reported(nint core)
    {
        if (!NativeLibrary.TryGetExport(core, "aoti_torch_abi_version", out var address))
            return null;
        var number = Marshal.GetDelegateForFunctionPointer<AbiVersion>(address)();
        // One byte each for major, minor and patch, from the top.
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{number >> 56}.{(number >> 48) & 0xff}.{(number >> 40) & 0xff}"
        );
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate ulong AbiVersion();

    [GeneratedRegex("""^__version__\s*(?::[^=]*)?=\s*['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
