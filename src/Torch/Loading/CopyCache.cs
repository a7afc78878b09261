using System.Security.Cryptography;

namespace Compare.Torch.Loading;

/// <summary>Keeps changed copies of native libraries in a cache folder of the user, one folder per source.</summary>
/// <param name="root">The cache folder; made when needed.</param>
internal sealed class CopyCache(string root)
{
    private const int PrefixLength = 16; // hexadecimal digits: enough to tell sources apart, short enough to read

    /// <summary>The cache of this user: <c>compare/native</c> under XDG_CACHE_HOME or ~/.cache, or the system's folder for local data.</summary>
    /// <returns>The cache; null if the user has no such folder.</returns>
    public static CopyCache? OfUser()
    {
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        // Relative paths are to be ignored, says the XDG Base Directory Specification.
        if (!Path.IsPathFullyQualified(caches ?? ""))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            caches = OperatingSystem.IsLinux()
                ? home.Length == 0
                    ? ""
                    : Path.Combine(home, ".cache")
                : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }
        return string.IsNullOrEmpty(caches) ? null : new CopyCache(Path.Combine(caches, "compare", "native"));
    }

    /// <summary>Puts a copy in its place, unless it is there already and undamaged.</summary>
    /// <param name="source">The original's bytes; their hash names the folder.</param>
    /// <param name="name">File name of the copy.</param>
    /// <param name="content">The copy's bytes.</param>
    /// <returns>Full path of the copy.</returns>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public string Store(byte[] source, string name, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(source));
        var folder = Path.GetFullPath(Path.Combine(root, hash[..PrefixLength]));
        var path = Path.Combine(folder, name);
        if (Holds(path, content))
            return path;
        Directory.CreateDirectory(folder);
        // Another process may be loading the file right now: it sees the old one or the new one, never a half.
        var temporary = Path.Combine(folder, $"{name}.{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        return path;
    }

    private static bool Holds(string path, byte[] content)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file
                && file.Length == content.Length
                && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
