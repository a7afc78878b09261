using Compare.Results;

namespace Compare.Problems.Recorded;

/// <summary>A file is not a recorded trace; the message is one line that names file, entry, field, what is there and what is expected.</summary>
/// <param name="message">The line; control characters in it are replaced.</param>
/// <param name="inner">What it came from; null if it starts here.</param>
public sealed class TraceFormatException(string message, Exception? inner = null)
    : Exception(Printable.OneLine(message), inner)
{
    /// <summary>Longest text from a file that is repeated in full.</summary>
    private const int MaxQuote = 80;

    /// <summary>A file or entry that does not hold what it must.</summary>
    /// <param name="place">The file, or the file and its entry.</param>
    /// <param name="field">What is wrong.</param>
    /// <param name="found">Its value.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="inner">What it came from; null if it starts here.</param>
    internal static TraceFormatException Malformed(
        string place,
        string field,
        string found,
        string expected,
        Exception? inner = null
    ) => new($"{place}: {field} is {found}, expected {expected}.", inner);

    /// <summary>A text from a file, in quotation marks, cut where it is too long for a message.</summary>
    internal static string Quote(string text) => text.Length <= MaxQuote ? $"'{text}'" : $"'{text[..MaxQuote]}...'";
}
