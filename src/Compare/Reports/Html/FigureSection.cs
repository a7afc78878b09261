using Compare.Results;

namespace Compare.Reports.Html;

/// <summary>The figures of the page: picture, caption, numbers.</summary>
internal static class FigureSection
{
    /// <summary>Adds a figure.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="figure">Its data.</param>
    /// <param name="findings">All findings of the report, to link to those that the figure is about.</param>
    /// <param name="mayFold">Whether it is folded if its findings say that there is nothing to see.</param>
    public static void Add(HtmlText page, Figure figure, IReadOnlyList<Finding> findings, bool mayFold)
    {
        var related = Related(figure, findings);
        page.Add($"<figure id=\"{figure.Id}\">\n");
        if (related.Count == 0)
        {
            page.Add($"<h3>{figure.Title}{Permalink(figure)}</h3>\n");
            AddContents(page, figure, related, new Markup(""));
        }
        else
        {
            var calm = related.All(finding => finding.Status is Status.Agrees or Status.Rounding);
            page.Add($"<details class=\"fold\"{new Markup(mayFold && calm ? "" : " open")}>");
            page.Add($"<summary><h3>{figure.Title}</h3>");
            foreach (var status in StatusWords.FailedFirst)
                if (related.Any(finding => finding.Status == status))
                    page.Add($" {FindingsTable.Badge(status)}");
            page.Add($"</summary>\n");
            // A link has no place inside a summary, which is a button itself.
            AddContents(page, figure, related, Permalink(figure));
            page.Add($"</details>\n");
        }
        page.Add($"</figure>\n");
    }

    private static void AddContents(HtmlText page, Figure figure, List<Finding> related, Markup link)
    {
        if (Chart.Of(figure) is { } chart)
            Add(page, figure, chart);
        else if (figure is ImageGridFigure grid)
            Add(page, grid);
        else if (figure is TableFigure table)
            DataTable.AddRows(page, table);
        page.Add($"<figcaption>{figure.Caption}{Omissions(figure)}{link}</figcaption>\n");
        AddRelated(page, related);
        DataTable.Add(page, figure);
    }

    private static Markup Permalink(Figure figure)
    {
        var link = new HtmlText();
        link.Add(
            $" <a class=\"permalink\" href=\"{HtmlText.Fragment(figure.Id)}\" aria-label=\"Link to this figure\">#</a>"
        );
        return new Markup(link.ToString());
    }

    private static List<Finding> Related(Figure figure, IReadOnlyList<Finding> findings) =>
        figure.About.Count == 0 ? [] : [.. findings.Where(finding => figure.About.Contains(finding.Id))];

    /// <summary>What tells findings about one run apart.</summary>
    private static string Short(FindingKey key) =>
        string.Join(
            ' ',
            key.Parts.Where(part =>
                    part.Part is KeyPart.Method or KeyPart.Tensor or KeyPart.Kind or KeyPart.Party or KeyPart.Number
                )
                .Select(part => part.Value)
        );

    private static void AddRelated(HtmlText page, List<Finding> related)
    {
        if (related.Count == 0)
            return;
        page.Add($"<p class=\"related\">Findings:\n");
        foreach (var finding in related)
        {
            page.Add($"<span><a href=\"{HtmlText.Fragment(finding.Id)}\">{Short(finding.Key)}</a> ");
            page.Add($"{FindingsTable.Badge(finding.Status)}");
            if (finding is { Status: Status.Chaos or Status.Disagrees, Location: { } where })
                page.Add($" from {where.ToString()}");
            page.Add($"</span>\n");
        }
        page.Add($"</p>\n");
    }

    private static void Add(HtmlText page, Figure figure, Chart chart)
    {
        page.Add($"<div class=\"chart\" role=\"img\" aria-label=\"{figure.Title}. {figure.Caption}\" ");
        page.Add($"style=\"height:{chart.Height}px\"></div>\n");
        page.Add($"<script type=\"application/json\">{HtmlText.Json(chart.Json)}</script>\n");
        page.Add($"<p class=\"note unscripted\">The drawing needs scripts; its numbers are below.</p>\n");
    }

    private static void Add(HtmlText page, ImageGridFigure grid)
    {
        page.Add($"<div class=\"scroll whole\" tabindex=\"0\" role=\"group\" aria-label=\"{grid.Title}\">");
        page.Add($"<table class=\"images\">\n");
        foreach (var row in grid.Rows)
        {
            page.Add($"<tr><th scope=\"row\">{row.Label}</th>");
            for (var i = 0; i < row.Images.Count; i++)
            {
                var png = Convert.ToBase64String(PngEncoder.Encode(row.Images[i], grid.ImageRows, grid.ImageColumns));
                page.Add($"<td><img alt=\"{row.Label}, picture {i + 1}\" ");
                page.Add($"width=\"{grid.ImageColumns}\" height=\"{grid.ImageRows}\" ");
                page.Add($"src=\"data:image/png;base64,{png}\"></td>");
            }
            page.Add($"</tr>\n");
        }
        page.Add($"</table></div>\n");
    }

    private static string Omissions(Figure figure)
    {
        (IEnumerable<double> Values, bool Logarithmic)[] axes = figure switch
        {
            BarFigure bars => [(bars.Series.SelectMany(series => series.Values), bars.Logarithmic)],
            LineFigure lines => [(Curves(lines.Series), lines.LogarithmicY)],
            PanelFigure panels => [.. panels.Panels.Select(panel => (Curves(panel.Series), panel.LogarithmicY))],
            _ => [],
        };
        var omitted = axes.Sum(axis => axis.Values.Count(value => !Chart.IsDrawn(value, axis.Logarithmic)));
        var reason = axes.Any(axis => axis.Logarithmic) ? "zero, negative or not finite" : "not finite";
        return omitted switch
        {
            0 => "",
            1 => $" One value is not drawn: it is {reason}.",
            _ => $" {Numbers.Text(omitted)} values are not drawn: they are {reason}.",
        };
    }

    private static IEnumerable<double> Curves(IReadOnlyList<LineSeries> lines) =>
        lines.SelectMany(series => series.Y.Concat(series.Low ?? []));
}
