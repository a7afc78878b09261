namespace Compare.Data;

/// <summary>Where to look for data sets on this machine, and how to reach the network.</summary>
/// <param name="DataDirectory">The folder that the user named in <see cref="DataDirectoryVariable"/>; null if none.</param>
/// <param name="CacheDirectory">Where downloads are kept, each in a folder of its own.</param>
public sealed record DataLocations(string? DataDirectory, string CacheDirectory)
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
    /// The locations of this machine and user. The cache is <c>$XDG_CACHE_HOME/compare</c> where that variable is set to an absolute
    /// path, else the folder <c>compare</c> of the system's folder for local application data, else of that for temporary files.
    /// </summary>
    /// <returns>The locations.</returns>
    public static DataLocations OfThisMachine()
    {
        string?[] roots =
        [
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            Path.GetTempPath(),
        ];
        var named = Environment.GetEnvironmentVariable(DataDirectoryVariable);
        return new DataLocations(
            string.IsNullOrEmpty(named) ? null : named,
            Path.Combine(roots.First(root => root is not null && Path.IsPathFullyQualified(root))!, "compare")
        );
    }
}
