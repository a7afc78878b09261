using Compare.Problems.Data;
using Compare.Tests.Support;

namespace Compare.Tests.Problems.Data;

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
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", Mnist.Name));
        return Directory.Exists(folder) ? folder : null;
    }
}
