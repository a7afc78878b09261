namespace Compare.Problems.Recorded.Runs;

/// <summary>Opens files of arrays by their extension.</summary>
internal static class ArrayFile
{
    /// <summary>Extensions that are read.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".npz", ".safetensors", ".npy"];

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; its extension is one of <see cref="Extensions"/>.</param>
    /// <returns>The file, to be disposed of.</returns>
    /// <exception cref="TraceFormatException">It is missing, unreadable or malformed.</exception>
    public static IArrayFile Open(string path) =>
        Guarded(
            path,
            () =>
            {
                var stream = File.OpenRead(path);
                try
                {
                    if (!stream.CanSeek)
                        throw TraceFormatException.Malformed(path, "the file", "a pipe or a device", "a file on disk");
                    return Path.GetExtension(path).ToLowerInvariant() switch
                    {
                        ".npz" => (IArrayFile)new NpzFile(stream, path),
                        ".safetensors" => new SafetensorsFile(stream, path),
                        ".npy" => new NpyFile(stream, path),
                        var other => throw TraceFormatException.Malformed(
                            path,
                            "the extension",
                            TraceFormatException.Quote(other),
                            string.Join(", ", Extensions)
                        ),
                    };
                }
                catch
                {
                    stream.Dispose();
                    throw;
                }
            }
        );

    /// <summary>Says what cannot be read in one line.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="path">The file or folder.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="TraceFormatException">It is missing, unreadable or malformed.</exception>
    public static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TraceFormatException($"{path}: there is no such file or folder.", exception);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or NotSupportedException
                        or ArgumentException
                        or InvalidDataException
            )
        {
            throw new TraceFormatException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }
}
