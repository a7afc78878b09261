using TorchSharp;

namespace Compare.Torch.Loading;

/// <summary>The folders in which native libraries may lie, in the order in which they are searched.</summary>
/// <param name="byName">Folders in which the runtime finds a library that is asked for by name. Full paths; they need not exist.</param>
/// <param name="others">Further folders, of which only this project knows.</param>
internal sealed class NativeFolders(IReadOnlyList<string> byName, IEnumerable<string> others)
{
    // Directory.Build.targets puts the libraries there where it can.
    private const string OwnFolder = "libtorch";

    /// <summary>The folders, each once.</summary>
    public IReadOnlyList<string> All { get; } = [.. byName.Concat(others).Distinct()];

    /// <summary>The folders of this process.</summary>
    /// <param name="platform">The platform of this process.</param>
    /// <returns>
    /// First where the runtime itself looks, because TorchSharp will look there again; then around the assemblies, whose place is
    /// not the program's in a notebook; at last the NuGet packages, which are only read.
    /// </returns>
    public static NativeFolders OfThisProcess(NativePlatform platform)
    {
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        var torchSharp = FolderOf(typeof(torch));
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        if (string.IsNullOrEmpty(packages))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            packages = Path.Combine(home, ".nuget", "packages");
        }
        return new NativeFolders(
            [.. searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Full), torchSharp],
            [
                .. new[] { FolderOf(typeof(NativeFolders)), torchSharp, AppContext.BaseDirectory }.SelectMany(folder =>
                    Around(folder, platform)
                ),
                .. InPackages(packages, platform),
            ]
        );
    }

    /// <summary>Where native files lie around an assembly, in a build's output or in a package.</summary>
    /// <param name="folder">The assembly's folder.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>Full paths.</returns>
    public static IReadOnlyList<string> Around(string folder, NativePlatform platform)
    {
        var natives = Path.Combine("runtimes", platform.Rid, "native");
        string[] inside = ["", OwnFolder, natives, Path.Combine("..", "..", natives)];
        return [.. inside.Select(path => Full(Path.Combine(folder, path)))];
    }

    /// <summary>Where restored packages keep their native files.</summary>
    /// <param name="packages">NuGet's packages folder; need not exist.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>Full paths of folders that exist.</returns>
    public static IReadOnlyList<string> InPackages(string packages, NativePlatform platform)
    {
        var torchSharp = Path.Combine(packages, "torchsharp", typeof(torch).Assembly.GetName().Version!.ToString(3));
        var libtorch = Path.Combine(packages, $"libtorch-cpu-{platform.Rid}");
        var versions = Directory.Exists(libtorch)
            ? Directory
                .EnumerateDirectories(libtorch, $"{LibtorchVersion.Required}.*")
                .OrderDescending(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return
        [
            .. versions
                .Prepend(torchSharp)
                .Select(version => Full(Path.Combine(version, "runtimes", platform.Rid, "native")))
                .Where(Directory.Exists),
        ];
    }

    /// <summary>Finds files that lie in one folder.</summary>
    /// <param name="files">File names.</param>
    /// <returns>The first folder that holds them all; null if none does.</returns>
    public string? Holding(params IReadOnlyList<string> files) => Holding(All, files);

    /// <summary>Finds the file that TorchSharp would load by name, beside the one that this project has chosen.</summary>
    /// <param name="file">File name of a library.</param>
    /// <param name="chosen">Full path of the folder from which it is to be loaded.</param>
    /// <returns>The other folder; null if there is none.</returns>
    public string? Rival(string file, string chosen) =>
        Holding(byName, [file]) is { } folder && folder != Full(chosen) ? folder : null;

    private static string? Holding(IEnumerable<string> folders, IReadOnlyList<string> files) =>
        folders.FirstOrDefault(folder => files.All(file => File.Exists(Path.Combine(folder, file))));

    private static string FolderOf(Type type) =>
        Path.GetDirectoryName(type.Assembly.Location) is { Length: > 0 } folder
            ? Full(folder)
            : Full(AppContext.BaseDirectory);

    private static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
