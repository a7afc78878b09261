using System.Runtime.CompilerServices;
using System.Text;
using Compare.Results;

namespace Compare.Reports.Html;

/// <summary>A page under construction, to which literal HTML with holes is added; every hole is encoded.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds HTML.</summary>
    /// <param name="html">
    /// Its literal parts are taken as they are. A string in a hole is encoded, for text and for attribute values in double quotes; a
    /// number is spelled by <see cref="Numbers"/>; a <see cref="Markup"/> is taken as it is.
    /// </param>
    /// <returns>This page.</returns>
    public HtmlText Add([InterpolatedStringHandlerArgument("")] ref Pieces html)
    {
        _ = html;
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Encodes a text so that HTML shows it, in an element or in a quoted attribute.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <returns>The text without markup; what no HTML may hold (control characters, halves of surrogate pairs) is U+FFFD.</returns>
    public static string Encode(string? text)
    {
        var encoded = new StringBuilder(text?.Length ?? 0);
        foreach (var rune in (text ?? "").EnumerateRunes())
            _ = rune.Value switch
            {
                '&' => encoded.Append("&amp;"),
                '<' => encoded.Append("&lt;"),
                '>' => encoded.Append("&gt;"),
                '"' => encoded.Append("&quot;"),
                '\'' => encoded.Append("&#39;"),
                '\n' or '\t' => encoded.Append((char)rune.Value),
                '\r' => encoded.Append("&#13;"),
                _ => encoded.Append((Rune.IsControl(rune) ? Rune.ReplacementChar : rune).ToString()),
            };
        return encoded.ToString();
    }

    /// <summary>The address of an anchor in this page.</summary>
    /// <param name="id">The id of an element.</param>
    /// <returns>A fragment with its hash sign, percent-encoded apart from slashes.</returns>
    public static string Fragment(string id) =>
        "#" + Uri.EscapeDataString(id).Replace("%2F", "/", StringComparison.Ordinal);

    /// <summary>JSON that may stand inside a script element: the same document, unable to end the element.</summary>
    /// <param name="json">JSON, in which a less-than sign can occur inside strings only.</param>
    /// <returns>JSON without less-than signs.</returns>
    public static Markup Json(string json) => new(json.Replace("<", "\\u003c", StringComparison.Ordinal));

    /// <summary>The pieces of an interpolated string on their way into the page.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Pieces
    {
        private readonly StringBuilder _text;

        public Pieces(int literalLength, int formattedCount, HtmlText page)
        {
            _ = (literalLength, formattedCount);
            _text = page._text;
        }

        public void AppendLiteral(string html) => _text.Append(html);

        public void AppendFormatted(string? text) => _text.Append(Encode(text));

        public void AppendFormatted(double? value) => _text.Append(Numbers.Text(value));

        public void AppendFormatted(int value) => _text.Append(Numbers.Text((long)value));

        public void AppendFormatted(long value) => _text.Append(Numbers.Text(value));

        public void AppendFormatted(Markup html) => _text.Append(html.Text);
    }
}
