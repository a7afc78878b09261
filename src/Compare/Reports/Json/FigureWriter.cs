using System.Text.Json;
using Compare.Results;

namespace Compare.Reports.Json;

/// <summary>Writes the data of figures into results.json; <see cref="FigureReader"/> is its inverse.</summary>
internal static class FigureWriter
{
    /// <summary>Writes one figure as an object whose <c>kind</c> comes first.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="figure">The figure.</param>
    /// <exception cref="NotSupportedException">The kind of figure is unknown here.</exception>
    public static void Write(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject();
        switch (figure)
        {
            case BarFigure bars:
                Head(json, "bars", bars);
                Strings(json, "categories", bars.Categories);
                Objects(
                    json,
                    "series",
                    bars.Series,
                    series =>
                    {
                        JsonValues.Write(json, "name", series.Name);
                        JsonValues.Write(json, "values", series.Values);
                    }
                );
                JsonValues.Write(json, "valueTitle", bars.ValueTitle);
                json.WriteBoolean("logarithmic", bars.Logarithmic);
                JsonValues.Write(json, "limit", bars.Limit);
                break;
            case HistogramFigure histogram:
                Head(json, "histogram", histogram);
                JsonValues.Write(json, "edges", histogram.Edges);
                Objects(
                    json,
                    "series",
                    histogram.Series,
                    series =>
                    {
                        JsonValues.Write(json, "name", series.Name);
                        JsonValues.Write(json, "counts", series.Counts);
                    }
                );
                JsonValues.Write(json, "valueTitle", histogram.ValueTitle);
                break;
            case LineFigure lines:
                Head(json, "lines", lines);
                Lines(json, lines.Series);
                JsonValues.Write(json, "xTitle", lines.XTitle);
                JsonValues.Write(json, "yTitle", lines.YTitle);
                json.WriteBoolean("logarithmicY", lines.LogarithmicY);
                break;
            case PanelFigure panels:
                Head(json, "panels", panels);
                JsonValues.Write(json, "xTitle", panels.XTitle);
                Objects(
                    json,
                    "panels",
                    panels.Panels,
                    panel =>
                    {
                        JsonValues.Write(json, "yTitle", panel.YTitle);
                        json.WriteBoolean("logarithmicY", panel.LogarithmicY);
                        Lines(json, panel.Series);
                    }
                );
                Objects(
                    json,
                    "markers",
                    panels.Markers,
                    marker =>
                    {
                        JsonValues.Write(json, "x", marker.X);
                        JsonValues.Write(json, "label", marker.Label);
                    }
                );
                break;
            case ImageGridFigure grid:
                Head(json, "images", grid);
                json.WriteNumber("imageRows", grid.ImageRows);
                json.WriteNumber("imageColumns", grid.ImageColumns);
                Objects(
                    json,
                    "rows",
                    grid.Rows,
                    row =>
                    {
                        JsonValues.Write(json, "label", row.Label);
                        Strings(json, "images", row.Images.Select(Convert.ToBase64String));
                    }
                );
                break;
            case TableFigure table:
                Head(json, "table", table);
                Strings(json, "columns", table.Columns);
                Objects(json, "rows", table.Rows, row => Strings(json, "cells", row));
                break;
            default:
                throw new NotSupportedException($"results.json has no form for {figure.GetType().Name}.");
        }
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, string kind, Figure figure)
    {
        JsonValues.Write(json, "kind", kind);
        JsonValues.Write(json, "id", figure.Id);
        JsonValues.Write(json, "title", figure.Title);
        JsonValues.Write(json, "caption", figure.Caption);
        if (figure.About.Count > 0)
            Strings(json, "about", figure.About);
    }

    private static void Lines(Utf8JsonWriter json, IReadOnlyList<LineSeries> lines) =>
        Objects(
            json,
            "series",
            lines,
            series =>
            {
                JsonValues.Write(json, "name", series.Name);
                JsonValues.Write(json, "x", series.X);
                JsonValues.Write(json, "y", series.Y);
                if (series.Low is { } low)
                    JsonValues.Write(json, "low", low);
                if (series.Family is { } family)
                    JsonValues.Write(json, "family", family);
            }
        );

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(JsonValues.WellFormed(value));
        json.WriteEndArray();
    }

    private static void Objects<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            members(value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
