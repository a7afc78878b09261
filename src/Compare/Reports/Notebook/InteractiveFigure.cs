using Compare.Reports.Html;
using Compare.Results;
using Compare.Results.Display;

namespace Compare.Reports.Notebook;

/// <summary>A figure with a chart to zoom into and to read values from, below the picture that every viewer shows.</summary>
/// <remarks>
/// The chart lies in a frame of its own with plotly.js inside, 3.6 MB a figure, and loads nothing. Where scripts do not run the frame
/// stays empty.
/// </remarks>
/// <param name="Figure">The data.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record InteractiveFigure(Figure Figure) : IHtmlOutput
{
    private const int Margin = 24;

    /// <summary>Renders the picture and the frame; a figure that is no chart has no frame.</summary>
    /// <returns>A piece of HTML that needs no network.</returns>
    public string ToHtml()
    {
        var page = new HtmlText();
        FigureHtml.Add(page, Figure);
        if (Chart.Of(Figure) is { } chart)
        {
            page.Add($"<iframe title=\"{Figure.Title}\" sandbox=\"allow-scripts\" width=\"100%\" ");
            page.Add($"height=\"{chart.Height + Margin}\" style=\"border:0\" srcdoc=\"{Document(chart)}\"></iframe>\n");
        }
        return page.ToString();
    }

    private static string Document(Chart chart)
    {
        var document = new HtmlText();
        document.Add($"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Chart</title>\n");
        document.Add($"<body>\n<div id=\"chart\"></div>\n<script>{Assets.Plotly}</script>\n");
        document.Add($"<script type=\"application/json\" id=\"data\">{HtmlText.Json(chart.Json)}</script>\n<script>\n");
        document.Add($"const figure = JSON.parse(document.getElementById(\"data\").textContent);\n");
        document.Add($"Plotly.newPlot(\"chart\", figure.data, figure.layout, {new Markup("{ responsive: true }")});\n");
        document.Add($"</script>\n</body>\n</html>\n");
        return document.ToString();
    }
}
