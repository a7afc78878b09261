using System.Globalization;
using Compare.Results;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Figure = Compare.Results.Figure;

namespace Compare.Reports.Html;

/// <summary>The drawing of a figure for Plotly. Colours are missing: they belong to the page's theme.</summary>
/// <param name="Json">An object with the members data and layout.</param>
/// <param name="Height">In CSS pixels.</param>
internal sealed record Chart(string Json, int Height)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private const int CurveHeight = 420;
    private const int PanelHeight = 200;
    private const double PanelGap = 0.12;
    private const int BarMargins = 150;
    private const int BarThickness = 20;
    private const int LeastBarHeight = 260;

    /// <summary>Draws a figure.</summary>
    /// <param name="figure">The data.</param>
    /// <returns>The drawing; null for a figure that the page shows without Plotly.</returns>
    public static Chart? Of(Figure figure) =>
        figure switch
        {
            BarFigure bars => Of(bars),
            HistogramFigure histogram => Of(histogram),
            LineFigure lines => Of(lines),
            PanelFigure panels => Of(panels),
            _ => null,
        };

    /// <summary>Whether a value has a place on an axis.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="logarithmic">Whether the axis is logarithmic.</param>
    /// <returns>False for what is not finite, and on a logarithmic axis for what is not positive.</returns>
    public static bool IsDrawn(double value, bool logarithmic) => double.IsFinite(value) && (value > 0 || !logarithmic);

    /// <summary>Categories from top to bottom. On a logarithmic axis a bar's length would mean nothing: points instead.</summary>
    private static Chart Of(BarFigure figure)
    {
        var categories = figure.Categories.Select(HtmlText.Encode).ToList();
        var traces = figure.Series.Select(
            (series, index) =>
            {
                var values = Drawn(series.Values, figure.Logarithmic);
                return figure.Logarithmic
                    ? PlotlyParts.Points(series.Name, index, values, categories)
                    : PlotlyParts.Bars(series.Name, index, values, categories);
            }
        );
        var height = Math.Max(LeastBarHeight, BarMargins + BarThickness * categories.Count);
        var layout = PlotlyParts.Layout(
            ValueAxis(figure.ValueTitle, figure.Logarithmic, figure.Series.SelectMany(series => series.Values)),
            PlotlyParts.Axis("", "category").With("autorange", "reversed"),
            height
        );
        if (figure.Limit is { } limit && IsDrawn(limit, figure.Logarithmic))
            layout.WithLimit(limit, figure.Logarithmic, $"{figure.ValueTitle} = {Numbers.Text(limit)}");
        return Create(traces, layout, height);
    }

    /// <summary>Outlines, as stairs that start and end on the ground.</summary>
    private static Chart Of(HistogramFigure figure)
    {
        double[] x = [figure.Edges[0], .. figure.Edges];
        var traces = figure.Series.Select(
            (series, index) => PlotlyParts.Curve(series.Name, index, x, (long[])[0, .. series.Counts, 0], "hv")
        );
        var layout = PlotlyParts.Layout(
            PlotlyParts.Axis(figure.ValueTitle, "linear"),
            PlotlyParts.Axis("count", "linear").With("rangemode", "tozero"),
            CurveHeight
        );
        return Create(traces, layout.With("hovermode", "x"), CurveHeight);
    }

    private static Chart Of(LineFigure figure)
    {
        var traces = figure.Series.Select((series, index) => Line(series, index, figure.LogarithmicY));
        var layout = PlotlyParts.Layout(
            PlotlyParts.Axis(figure.XTitle, "linear"),
            ValueAxis(figure.YTitle, figure.LogarithmicY, figure.Series.SelectMany(series => series.Y)),
            CurveHeight
        );
        return Create(traces, layout.With("hovermode", "x"), CurveHeight);
    }

    /// <summary>Panels share the horizontal axis, which is drawn below the lowest one.</summary>
    private static Chart Of(PanelFigure figure)
    {
        var height = BarMargins + PanelHeight * figure.Panels.Count;
        var share = 1.0 / figure.Panels.Count;
        var axes = figure
            .Panels.Select(
                (panel, index) =>
                    ValueAxis(panel.YTitle, panel.LogarithmicY, panel.Series.SelectMany(series => series.Y))
                        .With(
                            "domain",
                            (double[])[1 - (index + 1) * share, 1 - (index == 0 ? 0 : index + PanelGap) * share]
                        )
            )
            .ToList();
        // Curves of one name are one thing seen in several panels: one look, one entry in the legend. A family has one colour, and its
        // members have their dashes in turn.
        var looks = figure.Panels.SelectMany(panel => panel.Series).DistinctBy(series => series.Name).ToList();
        var names = looks.ConvertAll(series => series.Name);
        var colours = looks.Select(series => series.Family ?? series.Name).Distinct().ToList();
        int Dash(LineSeries series) =>
            series.Family is { } family
                ? looks.Where(look => look.Family == family).ToList().FindIndex(look => look.Name == series.Name)
                : names.IndexOf(series.Name);
        var shown = new HashSet<string>();
        var traces = figure.Panels.SelectMany(
            (panel, index) =>
                panel.Series.Select(series =>
                    Line(series, Dash(series), panel.LogarithmicY)
                        .With("meta", colours.IndexOf(series.Family ?? series.Name))
                        .With("legendgroup", series.Name)
                        .With("showlegend", shown.Add(series.Name))
                        .With("yaxis", index == 0 ? "y" : FormattableString.Invariant($"y{index + 1}"))
                )
        );
        var lowest = figure.Panels.Count == 1 ? "y" : FormattableString.Invariant($"y{figure.Panels.Count}");
        var x = PlotlyParts.Axis(figure.XTitle, "linear").With("anchor", lowest);
        var layout = PlotlyParts.Layout(x, axes[0], height);
        for (var index = 1; index < axes.Count; index++)
            layout.With(FormattableString.Invariant($"yaxis{index + 1}"), axes[index]);
        var markers = figure.Markers.Where(marker => double.IsFinite(marker.X)).ToList();
        var abscissae = figure.Panels.SelectMany(panel => panel.Series).SelectMany(series => series.X);
        var reach = abscissae.Concat(markers.Select(marker => marker.X)).Where(double.IsFinite).ToList();
        if (markers.Count > 0)
        {
            // Left to itself the axis makes room for the labels.
            x.With("range", (double[])[reach.Min(), reach.Max()]);
            layout.WithMarkers(markers, reach.Min(), reach.Max());
        }
        return Create(traces, layout.With("hovermode", "x"), height);
    }

    private static LinearAxis ValueAxis(string title, bool logarithmic, IEnumerable<double> values) =>
        logarithmic ? PlotlyParts.Axis(title, "log").WithDecades(values) : PlotlyParts.Axis(title, "linear");

    private static Trace2D Line(LineSeries series, int index, bool logarithmic)
    {
        if (series.Low is not { } low)
            return PlotlyParts.Curve(
                series.Name,
                index,
                Drawn(series.X, logarithmic: false),
                Drawn(series.Y, logarithmic),
                "linear"
            );
        var drawn = Enumerable
            .Range(0, series.X.Count)
            .Where(i => IsDrawn(series.X[i], logarithmic: false))
            .Where(i => IsDrawn(series.Y[i], logarithmic) && IsDrawn(low[i], logarithmic))
            .ToList();
        return PlotlyParts.Band(
            series.Name,
            [.. drawn.Select(i => Rounded(series.X[i]))],
            [.. drawn.Select(i => Rounded(low[i]))],
            [.. drawn.Select(i => Rounded(series.Y[i]))]
        );
    }

    private static double?[] Drawn(IEnumerable<double> values, bool logarithmic) =>
        [.. values.Select(value => IsDrawn(value, logarithmic) ? Rounded(value) : (double?)null)];

    /// <summary>As many digits as a drawing can show; results.json has them all, and the page is a third smaller.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G7", Culture), Culture);

    private static Chart Create(IEnumerable<Trace> traces, Layout layout, int height)
    {
        var chart = GenericChart.ofTraceObjects(false, ListModule.OfSeq(traces));
        return new Chart(GenericChart.toFigureJson(GenericChart.setLayout(layout, chart)), height);
    }
}
