using System.Globalization;
using System.Text;
using Compare.Reports.Html;

namespace Compare.Reports.Notebook;

/// <summary>A rectangle of a picture between two axes, in which series are drawn.</summary>
/// <param name="svg">Receives the drawing.</param>
/// <param name="x">The horizontal axis.</param>
/// <param name="y">The vertical axis.</param>
/// <param name="place">Left and top edge, width and height, in pixels.</param>
internal sealed class PicturePanel(
    HtmlText svg,
    PictureAxis x,
    PictureAxis y,
    (double Left, double Top, double Width, double Height) place
)
{
    private const double MarkSize = 4;

    /// <summary>A number of pixels.</summary>
    /// <param name="value">Any finite number.</param>
    /// <returns>Its digits, to a tenth.</returns>
    public static string Pixels(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Draws the edge, the lines of the labelled values and their labels.</summary>
    /// <param name="xTitle">Title of the horizontal axis; null leaves out the labels, which another panel has.</param>
    /// <param name="yTitle">Title of the vertical axis; null leaves out its lines and labels.</param>
    public void AddAxes(string? xTitle, string? yTitle)
    {
        var (left, top, width, height) = place;
        var (right, bottom) = (left + width, top + height);
        svg.Add($"<rect x=\"{Pixels(left)}\" y=\"{Pixels(top)}\" width=\"{Pixels(width)}\" ");
        svg.Add($"height=\"{Pixels(height)}\" fill=\"none\" stroke=\"#888\"/>\n");
        foreach (var (at, label) in x.Ticks)
        {
            AddLine((left + at * width, top), (left + at * width, bottom), "#ddd", "");
            if (xTitle is not null)
                AddText((left + at * width, bottom + 16), "middle", label);
        }
        if (xTitle is not null)
            AddText((left + width / 2, bottom + 34), "middle", xTitle);
        if (yTitle is null)
            return;
        foreach (var (at, label) in y.Ticks)
        {
            AddLine((left, bottom - at * height), (right, bottom - at * height), "#ddd", "");
            AddText((left - 6, bottom - at * height + 4), "end", label);
        }
        AddText((left, top - 6), "start", yTitle);
    }

    /// <summary>Draws a curve; values that cannot be drawn are gaps.</summary>
    /// <param name="series">Its number, for the style.</param>
    /// <param name="points">The points.</param>
    public void AddCurve(int series, IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        var down = false;
        foreach (var (px, py) in Thinned(points.Select(At)))
        {
            if (!double.IsFinite(px) || !double.IsFinite(py))
            {
                down = false;
                continue;
            }
            path.Append(down ? 'L' : 'M').Append(Pixels(px)).Append(' ').Append(Pixels(py));
            down = true;
        }
        svg.Add($"<path d=\"{path.ToString()}\" fill=\"none\" stroke=\"{PictureStyle.Colour(series)}\" ");
        svg.Add($"stroke-width=\"2\" stroke-dasharray=\"{PictureStyle.Dash(series)}\"/>\n");
    }

    /// <summary>Fills a band; without a lower edge that can be drawn it reaches down to the axis, without an upper one it is a gap.</summary>
    /// <param name="series">Its number, for the style.</param>
    /// <param name="points">Where, from, to.</param>
    public void AddBand(int series, IEnumerable<(double X, double Low, double High)> points)
    {
        var path = new StringBuilder();
        var stretch = new List<(double X, double Low, double High)>();
        foreach (var (px, low, high) in points.Append((double.NaN, double.NaN, double.NaN)))
        {
            var top = At((px, high));
            if (IsDrawn(top))
            {
                var bottom = At((px, low));
                stretch.Add((top.X, IsDrawn(bottom) ? bottom.Y : place.Top + place.Height, top.Y));
                continue;
            }
            var edge = stretch
                .Select(p => (p.X, Y: p.High))
                .Concat(stretch.AsEnumerable().Reverse().Select(p => (p.X, Y: p.Low)))
                .Select(p => $"{Pixels(p.X)} {Pixels(p.Y)}")
                .ToList();
            if (edge.Count > 0)
                path.Append('M').AppendJoin('L', edge).Append('Z');
            stretch.Clear();
        }
        svg.Add($"<path d=\"{path.ToString()}\" fill=\"{PictureStyle.Colour(series)}\" fill-opacity=\"0.25\" ");
        svg.Add($"stroke=\"{PictureStyle.Colour(series)}\" stroke-dasharray=\"{PictureStyle.Dash(series)}\"/>\n");
    }

    /// <summary>Draws a bar from the value nearest to zero.</summary>
    /// <param name="series">Its number, for the style.</param>
    /// <param name="value">Where it ends.</param>
    /// <param name="top">Its upper edge, in pixels.</param>
    /// <param name="height">In pixels.</param>
    public void AddBar(int series, double value, double top, double height)
    {
        var (from, to) = (At((0, 0)).X, At((value, 0)).X);
        svg.Add(
            $"<rect x=\"{Pixels(Math.Min(from, to))}\" y=\"{Pixels(top)}\" width=\"{Pixels(Math.Abs(to - from))}\" "
        );
        svg.Add($"height=\"{Pixels(height)}\" fill=\"{PictureStyle.Colour(series)}\"/>\n");
    }

    /// <summary>Draws a mark; series differ in its size too.</summary>
    /// <param name="series">Its number, for the style.</param>
    /// <param name="value">Where it lies.</param>
    /// <param name="middle">Its height, in pixels.</param>
    public void AddMark(int series, double value, double middle)
    {
        svg.Add($"<circle cx=\"{Pixels(At((value, 0)).X)}\" cy=\"{Pixels(middle)}\" r=\"{Pixels(MarkSize)}\" ");
        svg.Add($"fill=\"{(series == 0 ? PictureStyle.Colour(series) : "none")}\" ");
        svg.Add($"stroke=\"{PictureStyle.Colour(series)}\" stroke-width=\"{Pixels(1 + series % 3)}\"/>\n");
    }

    /// <summary>Draws a dashed line across the horizontal axis, and says what it is.</summary>
    /// <param name="value">Where.</param>
    /// <param name="label">What it says; empty for nothing.</param>
    public void AddLimit(double value, string label)
    {
        var at = At((value, 0)).X;
        if (!double.IsFinite(at))
            return;
        AddLine((at, place.Top), (at, place.Top + place.Height), "#444", "6 4");
        AddText((at - 4, place.Top + 14), "end", label);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="at">Its anchor on the base line, in pixels.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="text">The text.</param>
    public void AddText((double X, double Y) at, string anchor, string text) =>
        svg.Add($"<text x=\"{Pixels(at.X)}\" y=\"{Pixels(at.Y)}\" text-anchor=\"{anchor}\">{text}</text>\n");

    private void AddLine((double X, double Y) from, (double X, double Y) to, string colour, string dash)
    {
        svg.Add($"<line x1=\"{Pixels(from.X)}\" y1=\"{Pixels(from.Y)}\" x2=\"{Pixels(to.X)}\" y2=\"{Pixels(to.Y)}\" ");
        svg.Add($"stroke=\"{colour}\" stroke-dasharray=\"{dash}\"/>\n");
    }

    private (double X, double Y) At((double X, double Y) point) =>
        (place.Left + x.Place(point.X) * place.Width, place.Top + (1 - y.Place(point.Y)) * place.Height);

    /// <summary>Of the points in one column of pixels the first, the last and the extremes, which all look the same as these.</summary>
    private static IEnumerable<(double X, double Y)> Thinned(IEnumerable<(double X, double Y)> points)
    {
        var gap = (X: double.NaN, Y: double.NaN);
        var column = new List<(double X, double Y)>();
        foreach (var point in points.Append(gap))
        {
            if (column.Count > 0 && (!IsDrawn(point) || Math.Floor(point.X) != Math.Floor(column[0].X)))
            {
                (double X, double Y)[] kept = [column[0], column.MinBy(p => p.Y), column.MaxBy(p => p.Y), column[^1]];
                foreach (var p in column.Count > kept.Length ? kept : column.AsEnumerable())
                    yield return p;
                column.Clear();
            }
            if (IsDrawn(point))
                column.Add(point);
            else
                yield return point;
        }
    }

    private static bool IsDrawn((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
