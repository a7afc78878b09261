namespace Compare.Torch.Loading;

/// <summary>The versions defined by the libraries that this Linux process has mapped.</summary>
internal static class LoadedVersions
{
    /// <summary>Reads the versions of some libraries.</summary>
    /// <param name="files">Their names, for example <c>libstdc++.so.6</c>.</param>
    /// <returns>What each defines. Libraries that are not mapped or cannot be read are left out.</returns>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Of(IEnumerable<string> files)
    {
        var mapped = Paths(File.ReadLines("/proc/self/maps"));
        var versions = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var file in files.Distinct())
            if (mapped.FirstOrDefault(path => IsNamed(path, file)) is { } path)
                try
                {
                    versions[file] = ElfVersionDefinitions.Read(File.ReadAllBytes(path));
                }
                catch (Exception e) when (e is ElfFormatException or IOException or UnauthorizedAccessException)
                {
                    // Unknown is not the same as lacking: the loader itself will have the last word.
                }
        return versions;
    }

    /// <summary>The files that a table of mappings names.</summary>
    /// <param name="maps">Lines of /proc/PID/maps: five fields, then the path, which may hold blanks.</param>
    /// <returns>Full paths, each once.</returns>
    internal static IReadOnlyList<string> Paths(IEnumerable<string> maps) =>
        [
            .. maps.Select(line => line.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? line[at..] : "")
                .Where(path => path.Length > 0)
                .Distinct(),
        ];

    /// <summary>Whether a file is the library of that name: <c>libstdc++.so.6.0.30</c> is <c>libstdc++.so.6</c>.</summary>
    internal static bool IsNamed(string path, string file)
    {
        var name = Path.GetFileName(path);
        return name == file || name.StartsWith(file + ".", StringComparison.Ordinal);
    }
}
