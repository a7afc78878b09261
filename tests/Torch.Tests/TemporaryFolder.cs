namespace Compare.Torch.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("compare-test-").FullName;

    /// <summary>Makes empty files, and the folders around them.</summary>
    public string With(params string[] files)
    {
        foreach (var file in files)
            Write(file, "");
        return Path;
    }

    public string Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
