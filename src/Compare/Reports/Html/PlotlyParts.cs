using System.Collections;
using Compare.Results;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Node = DynamicObj.DynamicObj;

namespace Compare.Reports.Html;

/// <summary>The parts that the charts of a report share. Texts are encoded, because Plotly takes some markup in them.</summary>
internal static class PlotlyParts
{
    private const int MostLabels = 10;
    private const int LabelHeight = 15;

    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
    private static readonly string[] Symbols = ["circle", "diamond-open", "x", "square-open", "cross", "star-open"];
    private static readonly string[] Patterns = ["", "/", "x", ".", "+", "-"];

    /// <summary>Sets one property.</summary>
    /// <param name="node">The object to change.</param>
    /// <param name="name">Plotly's name of the property.</param>
    /// <param name="value">Its value; null leaves the property out.</param>
    /// <returns>The object.</returns>
    public static T With<T>(this T node, string name, object? value)
        where T : Node
    {
        if (value is not null)
            node.SetProperty(name, value);
        return node;
    }

    /// <summary>A curve; its dash pattern tells it from the others without colour.</summary>
    /// <param name="name">Legend entry.</param>
    /// <param name="index">Its number among the curves.</param>
    /// <param name="x">Abscissae.</param>
    /// <param name="y">As many ordinates; null is a gap.</param>
    /// <param name="shape">How points are joined: linear, or hv for stairs.</param>
    /// <returns>The trace.</returns>
    public static Trace2D Curve(string name, int index, IEnumerable x, IEnumerable y, string shape) =>
        Trace("scatter", name)
            .With("mode", "lines")
            .With("x", x)
            .With("y", y)
            .With("line", new Node().With("dash", Dashes[index % Dashes.Length]).With("shape", shape).With("width", 2))
            .With("hovertemplate", "%{x}: %{y:.4g}");

    /// <summary>A band: an outline to be filled, which no curve is.</summary>
    /// <param name="name">Legend entry.</param>
    /// <param name="x">Ascending abscissae.</param>
    /// <param name="low">Its lower edge.</param>
    /// <param name="high">Its upper edge.</param>
    /// <returns>The trace.</returns>
    public static Trace2D Band(string name, double[] x, double[] low, double[] high) =>
        Trace("scatter", name)
            .With("mode", "lines")
            .With("x", (double[])[.. x, .. x.Reverse()])
            .With("y", (double[])[.. low, .. high.Reverse()])
            .With("fill", "toself")
            .With("line", new Node().With("width", 0))
            .With("hoverinfo", "skip");

    /// <summary>Points beside their categories; their symbol tells them from the others without colour.</summary>
    /// <param name="name">Legend entry.</param>
    /// <param name="index">Its number among the series.</param>
    /// <param name="values">One per category; null is left out.</param>
    /// <param name="categories">Labels.</param>
    /// <returns>The trace.</returns>
    public static Trace2D Points(string name, int index, IEnumerable values, IEnumerable categories) =>
        Trace("scatter", name)
            .With("mode", "markers")
            .With("x", values)
            .With("y", categories)
            .With("marker", new Node().With("symbol", Symbols[index % Symbols.Length]).With("size", 9))
            .With("hovertemplate", "%{y}: %{x:.3g}");

    /// <summary>Bars beside their categories; their hatching tells them from the others without colour.</summary>
    /// <param name="name">Legend entry.</param>
    /// <param name="index">Its number among the series.</param>
    /// <param name="values">One per category; null is left out.</param>
    /// <param name="categories">Labels.</param>
    /// <returns>The trace.</returns>
    public static Trace2D Bars(string name, int index, IEnumerable values, IEnumerable categories) =>
        Trace("bar", name)
            .With("orientation", "h")
            .With("x", values)
            .With("y", categories)
            .With("marker", new Node().With("pattern", new Node().With("shape", Patterns[index % Patterns.Length])))
            .With("hovertemplate", "%{y}: %{x:.3g}");

    /// <summary>An axis.</summary>
    /// <param name="title">Title; empty for none.</param>
    /// <param name="type">linear, log or category: never guessed from the data.</param>
    /// <returns>The axis.</returns>
    public static LinearAxis Axis(string title, string type) =>
        new LinearAxis()
            .With("type", type)
            .With("automargin", true)
            .With("exponentformat", "power")
            .With("title", title.Length == 0 ? null : new Node().With("text", HtmlText.Encode(title)));

    /// <summary>Labels a logarithmic axis at powers of ten only, unless the values lie within one.</summary>
    /// <param name="axis">The axis to change.</param>
    /// <param name="values">What is drawn on it; only positive ones count.</param>
    /// <returns>The axis.</returns>
    public static LinearAxis WithDecades(this LinearAxis axis, IEnumerable<double> values)
    {
        var exponents = values.Where(value => value > 0 && double.IsFinite(value)).Select(Math.Log10).ToList();
        var decades = exponents.Count == 0 ? 0 : exponents.Max() - exponents.Min();
        return decades < 1 ? axis : axis.With("dtick", Math.Ceiling(decades / MostLabels));
    }

    /// <summary>The layout around two axes, with the legend above.</summary>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    /// <param name="height">In CSS pixels.</param>
    /// <returns>The layout.</returns>
    public static Layout Layout(LinearAxis x, LinearAxis y, int height) =>
        new Layout()
            .With("height", height)
            .With("margin", new Node().With("l", 56).With("r", 16).With("t", 56).With("b", 48))
            .With("showlegend", true)
            .With(
                "legend",
                new Node()
                    .With("orientation", "h")
                    .With("x", 0)
                    .With("xanchor", "left")
                    .With("yref", "container")
                    .With("y", 1)
                    .With("yanchor", "top")
            )
            .With("xaxis", x)
            .With("yaxis", y);

    /// <summary>Draws a dashed line across the horizontal axis, and says what it is.</summary>
    /// <param name="layout">The layout to change.</param>
    /// <param name="at">Where.</param>
    /// <param name="logarithmic">Whether the axis is logarithmic; Plotly then places texts, but not lines, by the exponent.</param>
    /// <param name="label">What it says.</param>
    /// <returns>The layout.</returns>
    public static Layout WithLimit(this Layout layout, double at, bool logarithmic, string label) =>
        layout
            .With("shapes", new[] { Line(at) })
            .With("annotations", new[] { Label(logarithmic ? Math.Log10(at) : at, "right", label, line: 0) });

    /// <summary>Draws dashed lines across a linear horizontal axis, their labels one above the other towards the middle.</summary>
    /// <param name="layout">The layout to change.</param>
    /// <param name="markers">Places and labels.</param>
    /// <param name="from">Where the axis starts.</param>
    /// <param name="to">Where it ends.</param>
    /// <returns>The layout.</returns>
    public static Layout WithMarkers(this Layout layout, IReadOnlyList<FigureMarker> markers, double from, double to) =>
        layout
            .With("shapes", markers.Select(marker => Line(marker.X)).ToArray())
            .With(
                "annotations",
                markers
                    .Select(
                        (marker, line) =>
                            Label(marker.X, marker.X < (from + to) / 2 ? "left" : "right", marker.Label, line)
                    )
                    .ToArray()
            );

    private static Node Line(double at) =>
        new Node()
            .With("type", "line")
            .With("xref", "x")
            .With("x0", at)
            .With("x1", at)
            .With("yref", "paper")
            .With("y0", 0)
            .With("y1", 1)
            .With("line", new Node().With("dash", "dash").With("width", 2));

    private static Node Label(double at, string anchor, string text, int line) =>
        new Node()
            .With("text", HtmlText.Encode(text))
            .With("xref", "x")
            .With("x", at)
            .With("xanchor", anchor)
            .With("yref", "paper")
            .With("y", 1)
            .With("yanchor", "bottom")
            .With("yshift", line * LabelHeight)
            .With("showarrow", false);

    private static Trace2D Trace(string type, string name) => new Trace2D(type).With("name", HtmlText.Encode(name));
}
