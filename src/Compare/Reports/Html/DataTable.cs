using Compare.Results;

namespace Compare.Reports.Html;

/// <summary>The numbers behind a figure, for who cannot see it or wants to read them.</summary>
internal static class DataTable
{
    /// <summary>More rows than anybody reads; results.json has them all.</summary>
    private const int MostRows = 200;

    /// <summary>A longer cell holds words, which are set flush left and broken into lines.</summary>
    private const int LongestNumber = 40;

    /// <summary>Adds the table, folded.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="figure">The figure; one without numbers adds nothing.</param>
    public static void Add(HtmlText page, Figure figure)
    {
        switch (figure)
        {
            case BarFigure bars:
                Add(
                    page,
                    ["", .. bars.Series.Select(series => series.Name)],
                    bars.Categories.Count,
                    row => [bars.Categories[row], .. bars.Series.Select(series => Numbers.Text(series.Values[row]))]
                );
                break;
            case HistogramFigure histogram:
                Add(
                    page,
                    [$"{histogram.ValueTitle} from", "to", .. histogram.Series.Select(series => series.Name)],
                    histogram.Edges.Count - 1,
                    row =>
                        [
                            Numbers.Text(histogram.Edges[row]),
                            Numbers.Text(histogram.Edges[row + 1]),
                            .. histogram.Series.Select(series => Numbers.Text(series.Counts[row])),
                        ]
                );
                break;
            case LineFigure lines:
                AddLines(page, lines.XTitle, lines.YTitle, [.. lines.Series.SelectMany(Edges)]);
                break;
            case PanelFigure panels:
                AddLines(
                    page,
                    panels.XTitle,
                    string.Join(", ", panels.Panels.Select(panel => panel.YTitle)),
                    [
                        .. panels.Panels.SelectMany(panel =>
                            panel
                                .Series.SelectMany(Edges)
                                .Select(series => series with { Name = $"{panel.YTitle}: {series.Name}" })
                        ),
                    ]
                );
                break;
        }
    }

    /// <summary>A curve as it is; of a band its two edges.</summary>
    private static IEnumerable<LineSeries> Edges(LineSeries series) =>
        series.Low is { } low
            ?
            [
                new LineSeries($"{series.Name}, least", series.X, low),
                new LineSeries($"{series.Name}, most", series.X, series.Y),
            ]
            : [series];

    /// <summary>A column per curve where they share their abscissae, otherwise a row per point.</summary>
    private static void AddLines(HtmlText page, string xTitle, string yTitle, IReadOnlyList<LineSeries> lines)
    {
        if (lines is [var first, ..] && lines.All(series => series.X.SequenceEqual(first.X)))
        {
            Add(
                page,
                [xTitle, .. lines.Select(series => series.Name)],
                first.X.Count,
                row => [Numbers.Text(first.X[row]), .. lines.Select(series => Numbers.Text(series.Y[row]))]
            );
            return;
        }
        var points = lines
            .SelectMany(series =>
                series.X.Zip(series.Y, (x, y) => (string[])[series.Name, Numbers.Text(x), Numbers.Text(y)])
            )
            .ToList();
        Add(page, ["", xTitle, yTitle], points.Count, row => points[row]);
    }

    private static void Add(
        HtmlText page,
        IReadOnlyList<string> heads,
        int rows,
        Func<int, IReadOnlyList<string>> cells
    )
    {
        page.Add($"<details class=\"numbers\"><summary>The numbers</summary>\n");
        AddRows(page, "scroll", "The numbers", heads, Math.Min(rows, MostRows), cells);
        if (rows > MostRows)
            page.Add($"<p>The first {MostRows} of {rows} rows; results.json has the other {rows - MostRows}.</p>\n");
        page.Add($"</details>\n");
    }

    /// <summary>Adds a table that is itself the figure, in full.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="table">The table.</param>
    public static void AddRows(HtmlText page, TableFigure table) =>
        AddRows(
            page,
            HasSentences(table) ? "scroll whole words" : "scroll whole",
            table.Title,
            table.Columns,
            table.Rows.Count,
            row => table.Rows[row]
        );

    private static bool HasSentences(TableFigure table) =>
        table.Rows.Any(row => row.Any(cell => cell.Length > LongestNumber));

    private static void AddRows(
        HtmlText page,
        string style,
        string label,
        IReadOnlyList<string> heads,
        int rows,
        Func<int, IReadOnlyList<string>> cells
    )
    {
        page.Add($"<div class=\"{style}\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">");
        page.Add($"<table>\n<thead><tr>");
        foreach (var head in heads)
            page.Add($"<th scope=\"col\">{head}</th>");
        page.Add($"</tr></thead>\n<tbody>\n");
        for (var row = 0; row < rows; row++)
        {
            var texts = cells(row);
            page.Add($"<tr><th scope=\"row\">{texts[0]}</th>");
            foreach (var text in texts.Skip(1))
                page.Add($"<td>{text}</td>");
            page.Add($"</tr>\n");
        }
        page.Add($"</tbody>\n</table></div>\n");
    }
}
