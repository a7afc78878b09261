using System.Diagnostics.CodeAnalysis;

namespace Compare.Results.Display;

/// <summary>Makes the formatters of every <see cref="IHtmlOutput"/>; found by its method's name.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Looked up on an instance.")]
internal sealed class HtmlFormatterSource
{
    /// <summary>The formatters.</summary>
    /// <returns>One, for HTML.</returns>
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter()];
}
