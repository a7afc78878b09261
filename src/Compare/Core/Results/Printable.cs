using System.Text;

namespace Compare.Results;

/// <summary>Texts that come from elsewhere, made safe for a line on a terminal.</summary>
internal static class Printable
{
    /// <summary>Replaces line ends by blanks, and other control characters, which could command a terminal, by question marks.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One line.</returns>
    public static string OneLine(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var line = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings(" "))
            line.Append(
                character == '\t' ? ' '
                : char.IsControl(character) ? '?'
                : character
            );
        return line.ToString();
    }
}
