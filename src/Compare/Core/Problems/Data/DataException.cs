namespace Compare.Problems.Data;

/// <summary>A data set cannot be had; the message is one line that says what, where and what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="isUnavailable">Whether the data are missing here, rather than named wrongly or malformed.</param>
/// <param name="inner">What it came from; null if it starts here.</param>
public sealed class DataException(string message, bool isUnavailable = false, Exception? inner = null)
    : Exception(message.ReplaceLineEndings(" "), inner)
{
    /// <summary>True if the data are missing here (exit code 3), false if the input is bad (exit code 2).</summary>
    public bool IsUnavailable { get; } = isUnavailable;

    /// <summary>A file that does not hold what it must.</summary>
    internal static DataException Malformed(string file, string field, string found, string expected) =>
        new($"{file}: {field} is {found}, expected {expected}.");

    /// <summary>A file or folder that the operating system refuses.</summary>
    internal static DataException Unreadable(string path, Exception inner) =>
        new($"{path}: cannot be read: {inner.Message}", inner: inner);
}
