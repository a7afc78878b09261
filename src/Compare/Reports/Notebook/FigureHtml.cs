using System.Text;
using Compare.Reports.Html;
using Compare.Results;

namespace Compare.Reports.Notebook;

/// <summary>Figures as a notebook shows them: a picture that needs no script, the caption, and the numbers, folded.</summary>
internal static class FigureHtml
{
    private const int Magnification = 2;
    private const int Gap = 2;
    private const byte White = 255;

    /// <summary>Renders a figure.</summary>
    /// <param name="figure">The data.</param>
    /// <returns>The HTML.</returns>
    public static string Of(Figure figure)
    {
        var page = new HtmlText();
        Add(page, figure);
        return page.ToString();
    }

    /// <summary>Adds a figure.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="figure">The data.</param>
    public static void Add(HtmlText page, Figure figure)
    {
        page.Add($"<div>\n<p><strong>{figure.Title}</strong></p>\n");
        if (Picture.Of(figure) is { } picture)
            Add(page, figure, picture);
        else if (figure is ImageGridFigure grid)
            Add(page, grid);
        else if (figure is TableFigure table)
            DataTable.AddRows(page, table);
        page.Add($"<p>{figure.Caption}</p>\n");
        DataTable.Add(page, figure);
        page.Add($"</div>\n");
    }

    /// <summary>As an image and not as elements of the page, which many viewers take out.</summary>
    private static void Add(HtmlText page, Figure figure, Picture picture)
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(picture.Svg));
        page.Add(
            $"<img alt=\"{figure.Title}. {figure.Caption}\" width=\"{picture.Width}\" height=\"{picture.Height}\" "
        );
        page.Add($"src=\"data:image/svg+xml;base64,{data}\">\n");
    }

    private static void Add(HtmlText page, ImageGridFigure grid)
    {
        page.Add($"<table>\n");
        foreach (var row in grid.Rows.Where(row => row.Images.Count > 0))
        {
            var width = row.Images.Count * (grid.ImageColumns + Gap) - Gap;
            var png = PngEncoder.Encode(Strip(row, grid, width), grid.ImageRows, width);
            page.Add(
                $"<tr><th scope=\"row\">{row.Label}</th><td><img alt=\"{row.Label}, {row.Images.Count} pictures\" "
            );
            page.Add($"width=\"{Magnification * width}\" height=\"{Magnification * grid.ImageRows}\" ");
            page.Add($"style=\"image-rendering:pixelated\" ");
            page.Add($"src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"></td></tr>\n");
        }
        page.Add($"</table>\n");
    }

    /// <summary>The pictures of a row side by side, as one.</summary>
    private static byte[] Strip(ImageRow row, ImageGridFigure grid, int width)
    {
        var strip = new byte[grid.ImageRows * width];
        Array.Fill(strip, White);
        for (var i = 0; i < row.Images.Count; i++)
        for (var line = 0; line < grid.ImageRows; line++)
            row.Images[i]
                .AsSpan(line * grid.ImageColumns, grid.ImageColumns)
                .CopyTo(strip.AsSpan(line * width + i * (grid.ImageColumns + Gap)));
        return strip;
    }
}
