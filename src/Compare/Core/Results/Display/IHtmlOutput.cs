namespace Compare.Results.Display;

/// <summary>A result that a notebook shows as HTML.</summary>
internal interface IHtmlOutput
{
    /// <summary>Renders the result.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    string ToHtml();
}
