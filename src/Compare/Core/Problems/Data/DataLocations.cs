namespace Compare.Problems.Data;

/// <summary>Where to look for data sets on this machine, and how to reach the network.</summary>
/// <param name="DataDirectory">The folder that the user named in <see cref="DataDirectoryVariable"/>; null if none.</param>
/// <param name="CacheDirectory">Where downloads are kept, each in a folder of its own.</param>
internal sealed record DataLocations(string? DataDirectory, string CacheDirectory)
{
    /// <summary>The environment variable that names a folder with MNIST's four files, or with a folder <c>mnist</c> that holds them.</summary>
    public const string DataDirectoryVariable = "COMPARE_DATA_DIR";

    /// <summary>Makes the connection for downloads; it is disposed of after use.</summary>
    public Func<HttpMessageHandler> Connect { get; init; } =
        () => new SocketsHttpHandler { ConnectTimeout = ConnectTimeout };

    /// <summary>How long a mirror may keep silent before the next one is tried.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    private static TimeSpan ConnectTimeout => TimeSpan.FromSeconds(10);

    /// <summary>
    /// The locations of this machine and user. The cache is <c>compare</c> in <c>$XDG_CACHE_HOME</c> where that is an absolute path,
    /// else in ~/.cache on Linux, else in the system's folder for local application data, else in that for temporary files.
    /// </summary>
    /// <returns>The locations.</returns>
    public static DataLocations OfThisMachine() => From(Environment.GetEnvironmentVariable);

    /// <summary>The same with other environment variables.</summary>
    internal static DataLocations From(Func<string, string?> variable)
    {
        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile,
            Environment.SpecialFolderOption.DoNotVerify
        );
        string?[] roots =
        [
            variable("XDG_CACHE_HOME"),
            OperatingSystem.IsLinux() && home.Length > 0 ? Path.Combine(home, ".cache") : null,
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            Path.GetTempPath(),
        ];
        var named = variable(DataDirectoryVariable);
        return new DataLocations(
            string.IsNullOrEmpty(named) ? null : named,
            Path.Combine(roots.First(root => root is not null && Path.IsPathFullyQualified(root))!, "compare")
        );
    }
}
