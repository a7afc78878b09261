using System.Text;

namespace Compare.Reports;

/// <summary>Writes a file wholly or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes UTF-8 without a byte order mark to a temporary file beside the target, and renames it.</summary>
    /// <param name="path">The target; replaced if it is there. Its folder must exist.</param>
    /// <param name="text">The contents.</param>
    /// <exception cref="ReportOutputException">The file cannot be written; what was at <paramref name="path"/> is untouched.</exception>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                // On disk before it takes the name, so that a power cut cannot leave an empty file under it.
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            Discard(temporary);
            throw new ReportOutputException($"Cannot write {path}: {Reason(exception)}", exception);
        }
    }

    /// <summary>Creates a folder if it is not there, and makes sure that files can be created in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ReportOutputException">It cannot be created, or not be written.</exception>
    public static void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, Path.GetRandomFileName());
            using var stream = new FileStream(
                probe,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw new ReportOutputException($"Cannot write to the folder {folder}: {Reason(exception)}", exception);
        }
    }

    private static bool IsRefusal(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static string Reason(Exception exception) => exception.Message.ReplaceLineEndings(" ").Trim();

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // The first failure is the one to tell.
        }
    }
}
