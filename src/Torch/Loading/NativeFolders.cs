using TorchSharp;

namespace Compare.Torch.Loading;

/// <summary>The folders in which native libraries may lie, in the order in which they are searched.</summary>
/// <param name="folders">Full paths; they need not exist.</param>
internal sealed class NativeFolders(IEnumerable<string> folders)
{
    /// <summary>The folders, each once.</summary>
    public IReadOnlyList<string> All { get; } = [.. folders.Distinct()];

    /// <summary>The folders of this process.</summary>
    /// <param name="platform">The platform of this process.</param>
    /// <returns>
    /// First where the runtime itself looks, because TorchSharp will look there again; then beside the assemblies, whose place is
    /// not the program's in a notebook; at last the NuGet packages, which are only read.
    /// </returns>
    public static NativeFolders OfThisProcess(NativePlatform platform)
    {
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        var assemblies = new[] { typeof(NativeFolders), typeof(torch) }.Select(type =>
            Path.GetDirectoryName(type.Assembly.Location)
        );
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        if (string.IsNullOrEmpty(packages))
            packages = Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".nuget",
                "packages"
            );
        return new NativeFolders([
            .. searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath),
            .. assemblies
                .Append(AppContext.BaseDirectory)
                .Where(folder => !string.IsNullOrEmpty(folder))
                .SelectMany(folder => Beside(folder!, platform)),
            .. InPackages(packages, platform),
        ]);
    }

    /// <summary>Where a package keeps its native files, relative to an assembly in a build's output or in the package itself.</summary>
    /// <param name="folder">The assembly's folder.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>Full paths.</returns>
    public static IEnumerable<string> Beside(string folder, NativePlatform platform)
    {
        var natives = Path.Combine("runtimes", platform.Rid, "native");
        return
        [
            Path.GetFullPath(folder),
            Path.GetFullPath(Path.Combine(folder, natives)),
            Path.GetFullPath(Path.Combine(folder, "..", "..", natives)),
        ];
    }

    /// <summary>Where restored packages keep their native files.</summary>
    /// <param name="packages">NuGet's packages folder; need not exist.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>Full paths of folders that exist.</returns>
    public static IEnumerable<string> InPackages(string packages, NativePlatform platform)
    {
        var torchSharp = typeof(torch).Assembly.GetName().Version!.ToString(3);
        var libtorch = Path.Combine(packages, $"libtorch-cpu-{platform.Rid}");
        var versions = Directory.Exists(libtorch)
            ? Directory.EnumerateDirectories(libtorch, $"{LibtorchVersion.Required}.*").OrderDescending()
            : Enumerable.Empty<string>();
        return versions
            .Prepend(Path.Combine(packages, "torchsharp", torchSharp))
            .Select(version => Path.GetFullPath(Path.Combine(version, "runtimes", platform.Rid, "native")))
            .Where(Directory.Exists);
    }

    /// <summary>Finds files that lie in one folder.</summary>
    /// <param name="files">File names.</param>
    /// <returns>The first folder that holds them all; null if none does.</returns>
    public string? Holding(params IReadOnlyList<string> files) =>
        All.FirstOrDefault(folder => files.All(file => File.Exists(Path.Combine(folder, file))));
}
