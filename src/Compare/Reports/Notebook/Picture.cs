using Compare.Reports.Html;
using Compare.Results;

namespace Compare.Reports.Notebook;

/// <summary>A figure as a drawing that needs no script, for viewers that run none.</summary>
/// <param name="Svg">The drawing, a whole SVG document.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record Picture(string Svg, int Width, int Height)
{
    private const int FullWidth = 760;
    private const int Left = 64;
    private const int Right = 16;
    private const int Bottom = 44;
    private const int CurveHeight = 260;
    private const int PanelHeight = 150;
    private const int PanelGap = 26;
    private const int Line = 18;
    private const double Letter = 7;

    /// <summary>Draws a figure.</summary>
    /// <param name="figure">The data.</param>
    /// <returns>The drawing; null for a figure that is shown without one.</returns>
    public static Picture? Of(Figure figure) =>
        figure switch
        {
            BarFigure bars => Of(bars),
            HistogramFigure histogram => Curves(
                histogram.ValueTitle,
                [new LinePanel("count", LogarithmicY: false, [.. histogram.Series.Select(s => Stairs(histogram, s))])],
                [],
                CurveHeight
            ),
            LineFigure lines => Curves(
                lines.XTitle,
                [new LinePanel(lines.YTitle, lines.LogarithmicY, lines.Series)],
                [],
                CurveHeight
            ),
            PanelFigure panels => Curves(panels.XTitle, panels.Panels, panels.Markers, PanelHeight),
            _ => null,
        };

    private static LineSeries Stairs(HistogramFigure histogram, HistogramSeries series)
    {
        var edges = histogram.Edges;
        double[] x =
        [
            edges[0],
            .. edges.Zip(edges.Skip(1), (a, b) => new[] { a, b }).SelectMany(pair => pair),
            edges[^1],
        ];
        double[] y = [0, .. series.Counts.SelectMany(count => new double[] { count, count }), 0];
        return new LineSeries(series.Name, x, y);
    }

    /// <summary>Panels above each other on one horizontal axis; curves of one name look the same in all of them.</summary>
    private static Picture Curves(
        string xTitle,
        IReadOnlyList<LinePanel> panels,
        IReadOnlyList<FigureMarker> markers,
        int panelHeight
    )
    {
        var names = panels.SelectMany(panel => panel.Series).Select(series => series.Name).Distinct().ToList();
        var svg = new HtmlText();
        double top = AddLegend(svg, names, isLine: true) + PanelGap;
        var x = PictureAxis.Over(panels.SelectMany(panel => panel.Series).SelectMany(series => series.X), false);
        foreach (var panel in panels)
        {
            var y = PictureAxis.Over(
                panel.Series.SelectMany(series => series.Y.Concat(series.Low ?? [])),
                panel.LogarithmicY
            );
            var drawn = new PicturePanel(svg, x, y, (Left, top, FullWidth - Left - Right, panelHeight));
            drawn.AddAxes(panel == panels[^1] ? xTitle : null, panel.YTitle);
            foreach (var series in panel.Series)
                if (series.Low is { } low)
                    drawn.AddBand(names.IndexOf(series.Name), series.X.Zip(low, series.Y));
                else
                    drawn.AddCurve(names.IndexOf(series.Name), series.X.Zip(series.Y));
            foreach (var marker in markers)
                drawn.AddLimit(marker.X, panel == panels[0] ? marker.Label : "");
            top += panelHeight + PanelGap;
        }
        return Complete(svg, (int)top - PanelGap + Bottom);
    }

    /// <summary>Categories from top to bottom. On a logarithmic axis a bar's length would mean nothing: marks instead.</summary>
    private static Picture Of(BarFigure figure)
    {
        var svg = new HtmlText();
        var top = AddLegend(svg, [.. figure.Series.Select(series => series.Name)], isLine: false) + PanelGap / 2.0;
        var left = Math.Min(12 + Letter * figure.Categories.Max(category => category.Length), FullWidth / 2);
        var values = figure.Series.SelectMany(series => series.Values);
        IEnumerable<double> ends =
        [
            .. figure.Limit is { } l ? new[] { l } : [],
            .. figure.Logarithmic ? [] : new[] { 0.0 },
        ];
        var bar = figure.Logarithmic ? 0.0 : 9;
        var category = Math.Max(Line, (int)(bar * figure.Series.Count) + 6);
        var height = category * figure.Categories.Count;
        var panel = new PicturePanel(
            svg,
            PictureAxis.Over(values.Concat(ends), figure.Logarithmic),
            PictureAxis.Over([], logarithmic: false),
            (left, top, FullWidth - left - Right, height)
        );
        panel.AddAxes(figure.ValueTitle, yTitle: null);
        for (var c = 0; c < figure.Categories.Count; c++)
        {
            var start = top + c * category;
            panel.AddText((left - 6, start + category / 2.0 + 4), "end", figure.Categories[c]);
            for (var s = 0; s < figure.Series.Count; s++)
            {
                var value = figure.Series[s].Values[c];
                if (!Chart.IsDrawn(value, figure.Logarithmic))
                    continue;
                if (figure.Logarithmic)
                    panel.AddMark(s, value, start + category / 2.0);
                else
                    panel.AddBar(s, value, start + 3 + s * bar, bar - 1);
            }
        }
        if (figure.Limit is { } limit)
            panel.AddLimit(limit, "");
        return Complete(svg, (int)top + height + Bottom);
    }

    /// <summary>One entry after the other in as many lines as they need.</summary>
    /// <returns>The height of the legend, in pixels.</returns>
    private static int AddLegend(HtmlText svg, List<string> names, bool isLine)
    {
        const int sample = 34;
        double left = 8;
        var line = Line;
        for (var i = 0; i < names.Count; i++)
        {
            var width = sample + Letter * names[i].Length + 20;
            if (left + width > FullWidth && left > 8)
                (left, line) = (8, line + Line);
            svg.Add($"<line x1=\"{PicturePanel.Pixels(left)}\" x2=\"{PicturePanel.Pixels(left + sample - 8)}\" ");
            svg.Add($"y1=\"{line - 4}\" y2=\"{line - 4}\" stroke=\"{PictureStyle.Colour(i)}\" ");
            svg.Add(
                $"stroke-width=\"{(isLine ? 2 : 7)}\" stroke-dasharray=\"{(isLine ? PictureStyle.Dash(i) : "")}\"/>"
            );
            svg.Add($"<text x=\"{PicturePanel.Pixels(left + sample)}\" y=\"{line}\">{names[i]}</text>\n");
            left += width;
        }
        return line;
    }

    private static Picture Complete(HtmlText drawing, int height)
    {
        var svg = new HtmlText();
        svg.Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{FullWidth}\" height=\"{height}\" ");
        svg.Add($"viewBox=\"0 0 {FullWidth} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" ");
        svg.Add($"fill=\"#222\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        svg.Add($"{new Markup(drawing.ToString())}</svg>\n");
        return new Picture(svg.ToString(), FullWidth, height);
    }
}
