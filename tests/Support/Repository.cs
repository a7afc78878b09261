namespace Compare.Tests.Support;

/// <summary>Finds files of the repository by walking up from the test's output folder to the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Compare.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No Compare.sln above {AppContext.BaseDirectory}.");
    }
}
