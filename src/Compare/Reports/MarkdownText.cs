using System.Text;
using Compare.Results;

namespace Compare.Reports;

/// <summary>Texts that come from elsewhere, made safe for Markdown: they say what they said, on one line, and command nothing.</summary>
internal static class MarkdownText
{
    private const string Punctuation = "\\`*_{}[]<>#|~&@";

    /// <summary>Escapes a text for a paragraph or a cell of a table.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One line in which no character has a meaning of its own.</returns>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in Printable.OneLine(text))
        {
            if (Punctuation.Contains(character, StringComparison.Ordinal))
                escaped.Append('\\');
            escaped.Append(character);
        }
        return escaped.ToString();
    }

    /// <summary>Quotes a text as code.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>A code span, fenced by more backticks than there are in a row inside.</returns>
    public static string Code(string text)
    {
        var line = Printable.OneLine(text);
        var (longest, row) = (0, 0);
        foreach (var character in line)
            longest = Math.Max(longest, row = character == '`' ? row + 1 : 0);
        var fence = new string('`', longest + 1);
        return longest == 0 ? $"{fence}{line}{fence}" : $"{fence} {line} {fence}";
    }
}
