using Compare.Data;

namespace Compare.Tests.Data;

/// <summary>The real MNIST beside the repository, where a machine has it.</summary>
internal static class SharedMnist
{
    /// <summary>The folder; skips the test if there is none.</summary>
    public static string FolderOrSkip()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "MNIST is not in ../shared/data/mnist beside the repository.");
        return folder!;
    }

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Compare.sln")))
            {
                var folder = Path.Combine(at.FullName, "..", "shared", "data", Mnist.Name);
                return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
            }
        return null;
    }
}
