using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Compare.Reports;
using Compare.Results;

namespace Compare.Tests.Reports;

public sealed partial class HtmlWriterTests
{
    private const string Hostile =
        "</script></title><img src=x onerror=alert(1)><!-- <script> \"'&amp; \" onerror=\"x\\\\u003c\\u003c ü 🙂 \u2028 \u001b";

    public static TheoryData<string> Cultures => Snapshot.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Write_SmallReport_MatchesSnapshot(string culture) =>
        Snapshot.Matches("small.html", culture, () => WithoutAssets(HtmlWriter.Write(Samples.Small)));

    [Fact]
    public void Write_ReportReadBack_GivesTheSameBytes()
    {
        var readBack = JsonReader.Parse(Encoding.UTF8.GetBytes(JsonWriter.Write(Samples.Large)), "x");

        Assert.Equal(HtmlWriter.Write(Samples.Large), HtmlWriter.Write(readBack));
    }

    [Fact]
    public void Write_LargeReport_StaysSmallEnoughToSend() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(HtmlWriter.Write(Samples.Large)), 3_600_000, 5_000_000);

    [Fact]
    public void Write_ReportWithoutCharts_LeavesPlotlyOut() =>
        Assert.True(HtmlWriter.Write(Samples.Large with { Figures = [] }).Length < 400_000);

    [Fact]
    public void Write_LargeReport_LoadsNothing()
    {
        var page = WithoutPlotly(HtmlWriter.Write(Samples.Large));

        Assert.DoesNotContain("http://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.All(Source().Matches(page), match => Assert.StartsWith("data:image/png;base64,", match.Groups[1].Value));
        Assert.Contains("default-src &#39;none&#39;", page.Replace("'", "&#39;"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b c%20d#e?f\"g'h<i&j\u00fc\U0001F642")]
    public void Write_LargeReport_EveryLinkHasItsOneTarget(string awkward)
    {
        var report = Samples.Large with
        {
            Findings =
            [
                .. Samples.Large.Findings.Select(finding =>
                    finding with
                    {
                        Key = finding.Key.With(KeyPart.Topic, "x" + awkward),
                    }
                ),
            ],
        };

        var page = WithoutPlotly(HtmlWriter.Write(report));

        var ids = Id().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        var targets = Link().Matches(page).Select(match => Uri.UnescapeDataString(match.Groups[1].Value)).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.True(targets.Count > report.Findings.Count);
        Assert.Empty(targets.Except(ids));
        Assert.Empty(report.Findings.Select(finding => finding.Id).Except(ids));
    }

    [Fact]
    public void Write_HostileTexts_StayTexts()
    {
        var harmless = WithoutPlotly(HtmlWriter.Write(Everywhere("x")));
        var page = WithoutPlotly(HtmlWriter.Write(Everywhere(Hostile)));

        // Every tag of the page is one that harmless texts give too: names of elements and of attributes.
        Assert.Equal(Tags(harmless), Tags(page));
        Assert.DoesNotContain('\u001b', page);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_HostileTexts_DataInsideIsResultsJson()
    {
        var report = Everywhere(Hostile);

        var inside = Results().Match(HtmlWriter.Write(report)).Groups[1].Value;

        Assert.DoesNotContain('<', inside);
        // What report.js does when the reader saves the data.
        var saved = Regex.Replace(inside, @"\\\\|\\u003c", match => match.Value == @"\\" ? match.Value : "<");
        Assert.Equal(JsonWriter.Write(report), saved);
    }

    [Fact]
    public void Write_LargeReport_SaysEverythingWithoutScripts()
    {
        var page = Script().Replace(HtmlWriter.Write(Samples.Large), "");

        Assert.Contains("<h1>Failed</h1>", page, StringComparison.Ordinal);
        foreach (var finding in Samples.Large.Findings)
        foreach (
            var text in new[]
            {
                finding.Subject,
                finding.Location?.ToString(),
                finding.Cause?.ToString(),
                finding.Power?.ToString(),
                FindingWords.Notes(finding),
            }
        )
            Assert.Contains(
                WebUtility.HtmlEncode(text ?? ""),
                page.Replace("&gt;", ">", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
        Assert.Equal(30, Regex.Count(page, "<img alt=\"[^\"]+\""));
        Assert.Contains("The first 200 of 320 rows; results.json has the other 120.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Findings_FailedFirstWorstFirst()
    {
        var page = WithoutPlotly(HtmlWriter.Write(Samples.Small));

        var order = Row().Matches(page).Select(match => match.Groups[1].Value);
        Assert.Equal(["disagrees", "disagrees", "undecided", "vacuous", "chaos", "rounding", "agrees"], order);
        // NaN is worse than any number.
        Assert.Matches("(?s)<tr id=[^>]*dW1/sides\".*<tr id=[^>]*dW2/judge", page);
    }

    [Theory]
    [InlineData("a", "c")]
    [InlineData]
    public void Write_PanelFigure_LinksToTheFindingsThatItIsAbout(params string[] about)
    {
        var figure = Samples.Small.Figures.OfType<PanelFigure>().Single() with { About = about };
        var findings = new[] { "a", "b", "c" }.Select(id =>
            Samples.Small.Findings[1] with
            {
                Key = FindingKey.Named("updates", id),
            }
        );

        var page = WithoutPlotly(HtmlWriter.Write(new Report("x", [.. findings], [figure], [], [])));

        var related = Regex.Match(page, "(?s)<p class=\"related\">.*?</p>").Value;
        Assert.Equal(about, Link().Matches(related).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Write_NothingCompared_IsAPage() =>
        Assert.Contains(
            "Nothing was compared.",
            HtmlWriter.Write(new Report("check", [], [], [], [])),
            StringComparison.Ordinal
        );

    private static Report Everywhere(string text) =>
        new(
            text,
            [
                .. Enum.GetValues<Status>()
                    .Select(status => new Finding
                    {
                        Key = FindingKey.Of(text).With(KeyPart.Topic, $"{status}").With(KeyPart.Tensor, text),
                        Subject = text,
                        Status = status,
                        Ratio = 0.5,
                        Location = new Location { Quantity = text },
                        Cause = new Cause(text, text, text, text)
                        {
                            Party = text,
                            Evidence = text,
                            Tensors = [text],
                        },
                        Power = new Power(1, 2, [text], 0.5) { Scope = text },
                        Notes = [text],
                    }),
            ],
            [
                new BarFigure($"a/{text}", text, text, [text], [new BarSeries(text, [1])], text, true, 1),
                new HistogramFigure($"b/{text}", text, text, [0, 1], [new HistogramSeries(text, [1])], text),
                new LineFigure($"c/{text}", text, text, [new LineSeries(text, [0], [1])], text, text, false),
                new ImageGridFigure(
                    $"d/{text}",
                    text,
                    text,
                    1,
                    1,
                    [
                        new ImageRow(
                            text,
                            [
                                [0],
                            ]
                        ),
                    ]
                ),
            ],
            new JsonObject { [text] = text },
            new JsonObject { [text] = new JsonArray(text, new JsonObject { [text] = text }) }
        );

    /// <summary>Each tag with the names of its attributes, without their values.</summary>
    private static List<string> Tags(string page)
    {
        var markup = Script().Replace(page, match => match.Value[..(match.Value.IndexOf('>') + 1)] + "</script>");
        return [.. Tag().Matches(markup).Select(match => AttributeValue().Replace(match.Value, "="))];
    }

    /// <summary>The page with the parts that are files of their own, or depend on the compression library, left out.</summary>
    internal static string WithoutAssets(string page)
    {
        page = Regex.Replace(WithoutPlotly(page), "(?s)<style>.*?</style>", "<style>...</style>");
        page = Regex.Replace(page, "(?s)<script>.*?</script>", "<script>...</script>");
        page = Regex.Replace(page, "base64,[^\"]+", "base64,...");
        return Results().Replace(page, "<script type=\"application/json\" id=\"report.results\">...</script>");
    }

    internal static string WithoutPlotly(string page) =>
        Regex.Replace(
            page,
            "(?s)<script id=\"report.plotly\">.*?</script>",
            "<script id=\"report.plotly\">...</script>"
        );

    [GeneratedRegex("(?s)<script type=\"application/json\" id=\"report.results\">(.*?)</script>")]
    private static partial Regex Results();

    [GeneratedRegex("(?s)<script\\b.*?</script>")]
    private static partial Regex Script();

    [GeneratedRegex("<[a-zA-Z/!][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("=\"[^\"]*\"")]
    private static partial Regex AttributeValue();

    [GeneratedRegex("<[a-z][^>]* id=\"([^\"]*)\"")]
    private static partial Regex Id();

    [GeneratedRegex(" href=\"#([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex(" src=\"([^\"]*)\"")]
    private static partial Regex Source();

    [GeneratedRegex("<tr id=\"[^\"]*\" data-status=\"([a-z]+)\"")]
    private static partial Regex Row();
}
