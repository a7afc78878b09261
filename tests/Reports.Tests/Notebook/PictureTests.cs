using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Compare.Reports.Notebook;
using Compare.Results;
using CsCheck;

namespace Compare.Tests.Reports.Notebook;

public sealed partial class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Of_EveryChart_IsWellFormedAndHasFiniteCoordinates(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        foreach (var figure in Samples.Small.Figures.Concat(Samples.Large.Figures))
        {
            if (Picture.Of(figure) is not { } picture)
            {
                Assert.True(figure is ImageGridFigure or TableFigure, figure.Id);
                continue;
            }
            var svg = XDocument.Parse(picture.Svg).Root!;

            Assert.Equal(Svg + "svg", svg.Name);
            Assert.Equal(picture.Width, (int)svg.Attribute("width")!);
            Assert.Equal(picture.Height, (int)svg.Attribute("height")!);
            Assert.DoesNotMatch(NoNumber(), picture.Svg);
        }
    }

    [Fact]
    public void Of_CurveWithValuesThatCannotBeDrawn_HasGapsThere()
    {
        double[] x = [1, 2, 3, 4, 5, 6, 7];
        double[] y = [1, 10, double.NaN, 100, 0, 10, double.PositiveInfinity];
        var figure = new LineFigure("f", "F", "F.", [new LineSeries("s", x, y)], "x", "y", LogarithmicY: true);

        var path = (string)XDocument.Parse(Picture.Of(figure)!.Svg).Descendants(Svg + "path").Single().Attribute("d")!;

        // From 1 to 10, at 100, at 10: three pieces, of which the first alone has a line.
        Assert.Equal(3, path.Count(letter => letter == 'M'));
        Assert.Equal(1, path.Count(letter => letter == 'L'));
    }

    [Fact]
    public void Of_Band_IsFilledBetweenItsEdgesAndHasGaps()
    {
        double[] x = [1, 2, 3, 4, 5];
        double[] low = [1, 0, 1, 1, 1];
        double[] high = [10, 100, double.NaN, 10, 100];
        var band = new LineSeries("s", x, high) { Low = low };
        var figure = new LineFigure("f", "F", "F.", [band], "x", "y", LogarithmicY: true);

        var path = XDocument.Parse(Picture.Of(figure)!.Svg).Descendants(Svg + "path").Single();
        var pieces = ((string)path.Attribute("d")!).Split('Z', StringSplitOptions.RemoveEmptyEntries);

        // Two stretches of two points each: up there, and back below.
        Assert.Equal([4, 4], pieces.Select(piece => piece.Split('M', 'L').Length - 1));
        Assert.NotEqual("none", (string)path.Attribute("fill")!);
    }

    [Fact]
    public void Of_LongCurve_KeepsItsExtremes()
    {
        var x = Enumerable.Range(0, 100_000).Select(i => (double)i).ToList();
        var y = x.Select(i => i == 51_234 ? 7.0 : Math.Sin(i)).ToList();
        var figure = new LineFigure("f", "F", "F.", [new LineSeries("s", x, y)], "x", "y", LogarithmicY: false);

        var svg = Picture.Of(figure)!.Svg;
        var path = (string)XDocument.Parse(svg).Descendants(Svg + "path").Single().Attribute("d")!;
        var heights = Number().Matches(path).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture));

        Assert.InRange(svg.Length, 1_000, 60_000);
        // The peak is far above all else: the highest point is far above the second highest column.
        var highest = heights.Where((_, i) => i % 2 == 1).Order().Distinct().Take(2).ToList();
        Assert.True(highest[1] - highest[0] > 50, $"{highest[0]} and {highest[1]}");
    }

    [Fact]
    public void Of_BarsOnALogarithmicAxis_AreMarksWithTheLimit()
    {
        var figure = Samples.Small.Figures.OfType<BarFigure>().First();

        var svg = XDocument.Parse(Picture.Of(figure)!.Svg);

        // Of the values 0.25, NaN, 0 and 5e6 two can be drawn.
        Assert.Equal(2, svg.Descendants(Svg + "circle").Count());
        Assert.Contains(svg.Descendants(Svg + "line"), line => (string?)line.Attribute("stroke-dasharray") == "6 4");
        Assert.Contains(svg.Descendants(Svg + "text"), text => text.Value == "relu 2 float32");
    }

    [Fact]
    public void Ticks_OfAnyAxis_AscendAndLieOnIt() =>
        (
            from logarithmic in Gen.Bool
            from values in Gen.Double[-1e9, 1e9].Array[1, 5]
            from scale in Gen.Int[-12, 12]
            select (logarithmic, values.Select(value => value * Math.Pow(10, scale)).ToArray())
        ).Sample(sample =>
        {
            var (logarithmic, values) = sample;
            var axis = PictureAxis.Over(values, logarithmic);
            var places = axis.Ticks.Select(tick => tick.Place).ToList();

            Assert.InRange(places.Count, 1, 12);
            Assert.All(places, place => Assert.InRange(place, -1e-9, 1 + 1e-9));
            Assert.Equal(places.Order(), places);
            foreach (var value in values.Where(value => value > 0 || !logarithmic))
                Assert.InRange(axis.Place(value), 0, 1);
        });

    [Theory]
    [InlineData(new[] { 0.0, 10.0 }, false, "0 2 4 6 8 10")]
    [InlineData(new[] { -1.0, 1.0 }, false, "-1 -0.5 0 0.5 1")]
    [InlineData(new[] { 1e-12, 1e-6 }, true, "1e-12 1e-10 1e-8 1e-6")]
    [InlineData(new[] { 20.0, 80.0 }, true, "20 50")]
    [InlineData(new[] { 8.2e16, 9.5e16 }, true, "8.5E+16 9E+16 9.5E+16")]
    public void Ticks_AreRoundNumbers(double[] values, bool logarithmic, string labels) =>
        Assert.Equal(labels, string.Join(' ', PictureAxis.Over(values, logarithmic).Ticks.Select(tick => tick.Label)));

    [GeneratedRegex("NaN|∞|Infinity")]
    private static partial Regex NoNumber();

    [GeneratedRegex(@"[\d.]+")]
    private static partial Regex Number();
}
