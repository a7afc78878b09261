using System.Text.Json;
using Compare.Results;

namespace Compare.Reports.Json;

/// <summary>Reads figures from results.json; the inverse of <see cref="FigureWriter"/>.</summary>
internal static class FigureReader
{
    private static readonly string[] Head = ["kind", "id", "title", "caption"];

    /// <summary>Reads one figure.</summary>
    /// <param name="place">Its object.</param>
    /// <returns>The figure; its lists have matching lengths.</returns>
    /// <exception cref="ReportFormatException">It is not one.</exception>
    public static Figure Read(JsonPlace place)
    {
        var about = place.Member("about");
        return about.Value.ValueKind == JsonValueKind.Undefined
            ? ReadKind(place)
            : ReadKind(place) with
            {
                About = about.List(id => id.Text),
            };
    }

    private static Figure ReadKind(JsonPlace place) =>
        place.Member("kind").Text switch
        {
            "bars" => Bars(place),
            "histogram" => Histogram(place),
            "lines" => Lines(place),
            "panels" => Panels(place),
            "images" => Images(place),
            "table" => Table(place),
            _ => throw place.Member("kind").Expected("one of bars, histogram, lines, panels, images, table"),
        };

    private static BarFigure Bars(JsonPlace place)
    {
        Having(place, "categories", "series", "valueTitle", "logarithmic", "limit");
        var categories = place.Member("categories").List(item => item.Text);
        return new BarFigure(
            place.Member("id").Text,
            place.Member("title").Text,
            place.Member("caption").Text,
            categories,
            place
                .Member("series")
                .List(item => new BarSeries(
                    item.Having("name", "values").Member("name").Text,
                    Sized(item.Member("values"), categories.Count, value => value.Number)
                )),
            place.Member("valueTitle").Text,
            place.Member("logarithmic").Flag,
            place.Member("limit").OptionalNumber
        );
    }

    private static HistogramFigure Histogram(JsonPlace place)
    {
        Having(place, "edges", "series", "valueTitle");
        var edges = place.Member("edges").List(item => item.Number);
        if (edges.Count < 2)
            throw place.Member("edges").Expected("at least two numbers");
        return new HistogramFigure(
            place.Member("id").Text,
            place.Member("title").Text,
            place.Member("caption").Text,
            edges,
            place
                .Member("series")
                .List(item => new HistogramSeries(
                    item.Having("name", "counts").Member("name").Text,
                    Sized(item.Member("counts"), edges.Count - 1, value => value.Count)
                )),
            place.Member("valueTitle").Text
        );
    }

    private static LineFigure Lines(JsonPlace place)
    {
        Having(place, "series", "xTitle", "yTitle", "logarithmicY");
        return new LineFigure(
            place.Member("id").Text,
            place.Member("title").Text,
            place.Member("caption").Text,
            Series(place),
            place.Member("xTitle").Text,
            place.Member("yTitle").Text,
            place.Member("logarithmicY").Flag
        );
    }

    /// <summary>Only a band has a lower edge, and not every curve a family.</summary>
    private static List<LineSeries> Series(JsonPlace place) =>
        place
            .Member("series")
            .List(item =>
            {
                var low = item.Member("low");
                var isBand = low.Value.ValueKind != JsonValueKind.Undefined;
                var family = item.Member("family");
                var hasFamily = family.Value.ValueKind != JsonValueKind.Undefined;
                item.Having([
                    "name",
                    "x",
                    "y",
                    .. isBand ? ["low"] : Array.Empty<string>(),
                    .. hasFamily ? ["family"] : Array.Empty<string>(),
                ]);
                var x = item.Member("x").List(value => value.Number);
                return new LineSeries(
                    item.Member("name").Text,
                    x,
                    Sized(item.Member("y"), x.Count, value => value.Number)
                )
                {
                    Low = isBand ? Sized(low, x.Count, value => value.Number) : null,
                    Family = hasFamily ? family.Text : null,
                };
            });

    private static PanelFigure Panels(JsonPlace place)
    {
        Having(place, "xTitle", "panels", "markers");
        var panels = place
            .Member("panels")
            .List(item => new LinePanel(
                item.Having("yTitle", "logarithmicY", "series").Member("yTitle").Text,
                item.Member("logarithmicY").Flag,
                Series(item)
            ));
        return new PanelFigure(
            place.Member("id").Text,
            place.Member("title").Text,
            place.Member("caption").Text,
            place.Member("xTitle").Text,
            panels.Count > 0 ? panels : throw place.Member("panels").Expected("at least one panel"),
            place
                .Member("markers")
                .List(item => new FigureMarker(item.Having("x", "label").Member("x").Number, item.Member("label").Text))
        );
    }

    private static ImageGridFigure Images(JsonPlace place)
    {
        Having(place, "imageRows", "imageColumns", "rows");
        var rows = Side(place.Member("imageRows"));
        var columns = Side(place.Member("imageColumns"));
        return new ImageGridFigure(
            place.Member("id").Text,
            place.Member("title").Text,
            place.Member("caption").Text,
            rows,
            columns,
            place
                .Member("rows")
                .List(item => new ImageRow(
                    item.Having("label", "images").Member("label").Text,
                    item.Member("images").List(image => Pixels(image, rows * columns))
                ))
        );
    }

    private static TableFigure Table(JsonPlace place)
    {
        Having(place, "columns", "rows");
        var columns = place.Member("columns").List(item => item.Text);
        if (columns.Count == 0)
            throw place.Member("columns").Expected("at least one heading");
        return new TableFigure(
            place.Member("id").Text,
            place.Member("title").Text,
            place.Member("caption").Text,
            columns,
            place
                .Member("rows")
                .List(item =>
                    (IReadOnlyList<string>)Sized(item.Having("cells").Member("cells"), columns.Count, cell => cell.Text)
                )
        );
    }

    /// <summary>What every figure has, what this kind has, and what not every figure has.</summary>
    private static void Having(JsonPlace place, params string[] members) =>
        place.Having([
            .. Head,
            .. members,
            .. place.Member("about").Value.ValueKind == JsonValueKind.Undefined ? Array.Empty<string>() : ["about"],
        ]);

    private static int Side(JsonPlace place) =>
        place.Count is >= 1 and <= 4096 and var side ? (int)side : throw place.Expected("1 to 4096 pixels");

    private static byte[] Pixels(JsonPlace place, int count)
    {
        _ = place.Text;
        return place.Value.TryGetBytesFromBase64(out var bytes) && bytes.Length == count
            ? bytes
            : throw place.Expected($"{Numbers.Text(count)} bytes in base64");
    }

    private static List<T> Sized<T>(JsonPlace place, int count, Func<JsonPlace, T> item)
    {
        var items = place.List(item);
        return items.Count == count ? items : throw place.Expected($"a list of {Numbers.Text(count)}");
    }
}
