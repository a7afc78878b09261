using System.Diagnostics.CodeAnalysis;

namespace Compare.Results.Display;

/// <summary>Writes results as HTML; found by its members' names.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Looked up on an instance.")]
internal sealed class HtmlFormatter
{
    /// <summary>What it writes.</summary>
    public string MimeType => "text/html";

    /// <summary>Writes one result.</summary>
    /// <param name="instance">The result.</param>
    /// <param name="writer">Receives the HTML.</param>
    /// <returns>Whether it could.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not IHtmlOutput output)
            return false;
        writer.Write(output.ToHtml());
        return true;
    }
}
