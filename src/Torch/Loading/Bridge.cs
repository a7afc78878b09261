namespace Compare.Torch.Loading;

/// <summary>Loads TorchSharp's own library, which needs a newer C++ runtime than it uses.</summary>
internal static class Bridge
{
    /// <summary>Loads the library as it is or, if only unused version needs are in the way, a copy in which they are weak.</summary>
    /// <param name="path">Full path of the library; the file is only read. libtorch must be loaded already.</param>
    /// <returns>The path that was loaded, and in words how.</returns>
    /// <exception cref="LibtorchUnavailableException">It cannot be loaded.</exception>
    public static (string Path, string How) Load(string path)
    {
        // A library that ends too early kills the process when it is loaded, so look at it first.
        var (file, needs) = OperatingSystem.IsLinux() ? Read(path) : ([], []);
        if (NativeFile.Load(path, out _) is not { } failure)
            return (path, "as shipped");
        if (!OperatingSystem.IsLinux())
            throw Unavailable(path, failure, "repair the installation by building again");

        var remedy = BridgeRemedy.For(needs, LoadedVersions.Of(needs.Select(need => need.File)));
        if (remedy.Obstacle is { } obstacle)
            throw Unavailable(path, obstacle, NewerSystem);
        if (remedy.Weaken.Count == 0)
            throw Unavailable(path, failure, "run ldd on it to see what this system lacks");

        var weak = string.Join(", ", remedy.Weaken.Select(need => need.Version));
        var (copy, kind) = LoadCopy(file, Path.GetFileName(path), ElfVersionNeeds.Weaken(file, remedy.Weaken));
        return (copy, $"through a {kind} with a weakened {weak} need");
    }

    private static string NewerSystem =>
        "use a system with the C++ runtime of GCC 12 or newer (Debian 12, Ubuntu 22.04, RHEL 10), a container of one, "
        + "or put a newer libstdc++.so.6 first in LD_LIBRARY_PATH";

    private static (byte[] File, IReadOnlyList<ElfVersionNeed> Needs) Read(string path)
    {
        try
        {
            var file = File.ReadAllBytes(path);
            return (file, ElfVersionNeeds.Read(file));
        }
        catch (Exception e) when (e is ElfFormatException or IOException or UnauthorizedAccessException)
        {
            throw Unavailable(
                path,
                e.Message,
                "the file is damaged or not readable, so restore the packages and build again"
            );
        }
    }

    /// <summary>Loads changed bytes through the user's cache or, where that fails, through a temporary file.</summary>
    private static (string Path, string Kind) LoadCopy(byte[] source, string name, byte[] content)
    {
        string? failure = null;
        try
        {
            if (CopyCache.OfUser()?.Store(source, name, content) is { } cached)
            {
                failure = NativeFile.Load(cached, out _); // a cache folder may be mounted noexec
                if (failure == null)
                    return (cached, "copy");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e.Message;
        }

        DirectoryInfo? temporary = null;
        try
        {
            temporary = Directory.CreateTempSubdirectory("compare-native-");
            var copy = new CopyCache(temporary.FullName).Store(source, name, content);
            return NativeFile.Load(copy, out _) is not { } again
                ? (copy, "temporary copy")
                : throw Unavailable(copy, again, "set XDG_CACHE_HOME to a folder from which programs may run");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LibtorchUnavailableException(
                $"A copy of {name} can be written neither to the cache ({failure ?? "there is none"}) nor to {Path.GetTempPath()} ({e.Message}); set XDG_CACHE_HOME to a folder that can be written.",
                e
            );
        }
        finally
        {
            temporary?.Delete(recursive: true); // a loaded library stays mapped
        }
    }

    private static LibtorchUnavailableException Unavailable(string path, string why, string remedy) =>
        new($"{path} cannot be loaded: {why.TrimEnd('.')}; {remedy}.");
}
