namespace Compare.Reports.Html;

/// <summary>A text that is HTML already, as opposed to a string, which is encoded wherever it is put into a page.</summary>
/// <param name="Text">Well-formed HTML.</param>
internal readonly record struct Markup(string Text);
