namespace Compare.Torch.Loading;

/// <summary>Finds the libraries of a PyTorch or libtorch that the user already has.</summary>
internal static class ExistingPyTorch
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "COMPARE_LIBTORCH";

    /// <summary>Finds the folder of the libraries.</summary>
    /// <param name="folder"><c>torch/lib</c> or <c>torch</c> of a PyTorch, the <c>site-packages</c> around it, or an unpacked libtorch.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>Full path of the folder that holds them.</returns>
    /// <exception cref="LibtorchUnavailableException">The folder or a library is missing, or the version is another one.</exception>
    public static string Locate(string folder, NativePlatform platform)
    {
        if (!Directory.Exists(folder))
            throw new LibtorchUnavailableException(
                $"{Variable}: there is no folder {Path.GetFullPath(folder)}; {Remedy}."
            );
        var candidates = new[] { "", "lib", Path.Combine("torch", "lib") }
            .Select(inside => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, inside))))
            .Where(Directory.Exists)
            .ToArray();
        // If none is complete, tell what the least incomplete one lacks.
        var best = candidates.MinBy(candidate => Missing(candidate, platform).Count)!;
        if (Missing(best, platform) is { Count: > 0 } missing)
            throw new LibtorchUnavailableException(
                $"{Variable}: {best} has no {string.Join(", ", missing)}; {Remedy}."
            );
        if (LibtorchVersion.Stated(best) is { } version && !LibtorchVersion.Fits(version))
            throw WrongVersion(best, version);
        return best;
    }

    /// <summary>Says that an installation has another version than TorchSharp needs.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="version">Its version, or words in place of one.</param>
    /// <returns>The exception.</returns>
    public static LibtorchUnavailableException WrongVersion(string folder, string version) =>
        new(
            $"{Variable}: {folder} holds libtorch {version}, and TorchSharp needs {LibtorchVersion.Required}; {Remedy}."
        );

    private static string Remedy =>
        $"name the folder torch/lib of a PyTorch {LibtorchVersion.Required}, or unset {Variable} to use the library that the build brought";

    private static List<string> Missing(string folder, NativePlatform platform) =>
        [.. platform.Required.Where(file => !File.Exists(Path.Combine(folder, file)))];
}
