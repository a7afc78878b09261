using System.Text;
using System.Text.Json.Nodes;
using Compare.Reports;
using Compare.Reports.Json;
using Compare.Results;
using CsCheck;

namespace Compare.Tests.Reports;

public sealed class JsonReaderTests
{
    private static readonly string Small = JsonWriter.Write(Samples.Small);

    /// <summary>A text in the small report, what takes its place, and what the complaint must name.</summary>
    public static TheoryData<string, string, string> Spoilt =>
        new()
        {
            { "\"schema\": 2", "\"schema\": 3", "schema is 3, expected 1 or 2" },
            { "\"schema\": 2,", "", "schema is missing" },
            { "\"schema\": 2", "\"schema\": 2, \"extra\": 0", "\"extra\"" },
            { "\"schema\": 2", "\"schema\": 2, \"schema\": 2", "not JSON" },
            { "\"verdict\": \"fail\"", "\"verdict\": \"pass\"", "verdict is \"pass\", expected \"fail\"" },
            { "\"disagrees\": 2", "\"disagrees\": 0", "summary.disagrees is 0, expected 2" },
            {
                "\"status\": \"chaos\"",
                "\"status\": \"Chaos\"",
                "findings[4].status is \"Chaos\", expected one of agrees"
            },
            { "\"status\": \"chaos\"", "\"status\": 3", "findings[4].status is 3, expected a string" },
            { "\"ratio\": 0.25", "\"ratio\": \"0.25\"", "findings[1].ratio is \"0.25\", expected a number" },
            { "\"ratio\": 0.25", "\"ratio\": 1e999", "findings[1].ratio is 1e999, expected a number" },
            { "\"ratio\": 0.25", "\"ratio\": null, \"ration\": 0.25", "findings[1] has a member \"ration\"" },
            {
                "\"id\": \"optimizers/rmsprop/free\"",
                "\"id\": \"optimizers/sgd/dead\"",
                "findings[4].id is \"optimizers/sgd/dead\""
            },
            { "\"kind\": \"bars\"", "\"kind\": \"pie\"", "figures[0].kind is \"pie\"" },
            {
                "\"values\": [0, 5000000]",
                "\"values\": [0]",
                "figures[0].series[1].values is a list of 1, expected a list of 2"
            },
            { "\"counts\": [3, 5]", "\"counts\": [3, 5.5]", "figures[2].series[0].counts[1] is 5.5" },
            { "\"imageRows\": 2", "\"imageRows\": 3", "figures[5].rows[0].images[0]" },
            { "\"imageRows\": 2", "\"imageRows\": 99999999999", "figures[5].imageRows" },
            { "\"images\": []", "\"images\": [7]", "figures[5].rows[1].images[0] is 7" },
            { "\"yTitle\": \"distance\"", "\"yTitel\": \"distance\"", "figures[4].panels[1] has a member \"yTitel\"" },
            { "\"label\": \"horizon <1>\"", "\"label\": 1", "figures[4].markers[0].label is 1" },
            { "\"logarithmic\": true", "\"logarithmic\": 1", "figures[0].logarithmic is 1, expected true or false" },
            { "\"settings\": {", "\"settings\": 7, \"x\": {", "\"x\"" },
            { "\"Reconstructions\"", "\"\\ud83d\"", "not valid Unicode" },
            { "\"Zürich", "\"\\ud83d Zürich", "not valid Unicode" },
            { "\"environment\": {", "\"environment\": {\"\\ud83d\": 1, ", "not valid Unicode" },
            { "\"environment\": {", "\"environment\": {\"\\udc00x\": 1, ", "not valid Unicode" },
        };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Parse_SpoiltReport_NamesThePlace(string part, string replacement, string complaint)
    {
        Assert.Contains(part, Small, StringComparison.Ordinal);
        var at = Small.IndexOf(part, StringComparison.Ordinal);
        var spoilt = string.Concat(Small.AsSpan(0, at), replacement, Small.AsSpan(at + part.Length));

        var exception = Assert.Throws<ReportFormatException>(() => Parse(spoilt));

        Assert.StartsWith("out/results.json: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, exception.Message, StringComparison.Ordinal);
        Assert.Single(exception.Message.Split('\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"schema\": \"1\"}")]
    public void Parse_SomethingElse_IsRefused(string contents) =>
        Assert.Throws<ReportFormatException>(() => Parse(contents));

    [Fact]
    public void Parse_Utf16_IsRefused() =>
        Assert.Throws<ReportFormatException>(() => JsonReader.Parse(Encoding.Unicode.GetPreamble(), "x"));

    [Fact]
    public void Read_NoSuchFile_NamesIt()
    {
        var exception = Assert.Throws<ReportFormatException>(() => JsonReader.Read("no/such/results.json"));

        Assert.StartsWith("no/such/results.json: cannot be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SmallReport_GivesTheSameFindings() =>
        Assert.Equal(Samples.Small.Findings, Parse("\uFEFF" + Small).Findings);

    [Fact]
    public void Parse_AnyReportWritten_WritesTheSameBytes() =>
        Reports.Sample(
            report =>
            {
                var json = JsonWriter.Write(report);
                Assert.Equal(json, JsonWriter.Write(Parse(json)));
            },
            iter: 300,
            // Its own text of a report would meet the numbers that JSON lacks.
            print: report => report.Command
        );

    private static Report Parse(string text) => JsonReader.Parse(Encoding.UTF8.GetBytes(text), "out/results.json");

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        OneOf("", "</script>", "\"\\u003c\\", "\uD83D", "🙂\u2028\u0000", "NaN", "ключ")
    );

    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Double,
        OneOf(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 5e-324, 1e22, 0.1)
    );

    private static readonly Gen<Finding> Findings =
        from texts in Text.Array[6]
        from status in Gen.Enum<Status>()
        from numbers in Number.Array[3]
        from absent in Gen.Int[0, 127]
        from parts in Gen.Select(Gen.Enum<KeyPart>(), Text).Array[0, 4]
        from update in Gen.Int[0, 1000]
        from alternatives in Text.Array[0, 3]
        select new Finding
        {
            Key = FindingKey.Of(texts[1]).With(parts.DistinctBy(part => part.Item1)),
            Subject = texts[2],
            Status = status,
            Error = (absent & 1) != 0 ? null : numbers[0],
            Bound = (absent & 2) != 0 ? null : numbers[1],
            Ratio = (absent & 4) != 0 ? null : numbers[2],
            Basis = (absent & 2) != 0 ? null : (Basis)(update % 2),
            Location =
                (absent & 8) != 0
                    ? null
                    : new Location
                    {
                        Update = update,
                        Tensor = texts[3],
                        Row = update,
                        Column = 3,
                        Quantity = (absent & 1) != 0 ? null : texts[0],
                        Values = [.. numbers.Select(number => new NamedValue(texts[4], number))],
                        Outside = update,
                        Compared = 2 * update,
                        First = (absent & 4) != 0 ? null : new Location { Tensor = texts[3] },
                    },
            Cause =
                (absent & 16) != 0
                    ? null
                    : new Cause(texts[3], texts[4], (absent & 1) != 0 ? null : texts[0], texts[1])
                    {
                        Party = texts[2],
                        Tensors = texts,
                        Evidence = texts[5],
                        Together = [Cause.Hint(texts[0])],
                        Alternatives = [.. alternatives.Select(text => (IReadOnlyList<Cause>)[Cause.Reason(text)])],
                    },
            Power =
                (absent & 32) != 0
                    ? null
                    : new Power(1, update, texts, (absent & 1) != 0 ? null : numbers[0]) { Scope = texts[5] },
            Notes = (absent & 64) != 0 ? [] : texts,
        };

    private static readonly Gen<Figure> Figures = Gen.OneOf<Figure>(
        from texts in Text.Array[5]
        from values in Number.Array[2]
        from logarithmic in Gen.Bool
        select new BarFigure(
            "",
            texts[0],
            texts[1],
            [texts[2], texts[3]],
            [new BarSeries(texts[4], values)],
            texts[2],
            logarithmic,
            logarithmic ? values[0] : null
        ),
        from texts in Text.Array[3]
        from edges in Number.Array[3]
        from counts in Gen.Long[0, long.MaxValue].Array[2]
        select new HistogramFigure("", texts[0], texts[1], edges, [new HistogramSeries(texts[2], counts)], texts[0]),
        from texts in Text.Array[3]
        from points in Gen.Select(Number, Number).Array[0, 5]
        from logarithmic in Gen.Bool
        select new LineFigure(
            "",
            texts[0],
            texts[1],
            [new LineSeries(texts[2], [.. points.Select(p => p.Item1)], [.. points.Select(p => p.Item2)])],
            texts[0],
            texts[1],
            logarithmic
        ),
        from texts in Text.Array[3]
        from images in Gen.Byte.Array[6].Array[0, 3]
        select new ImageGridFigure("", texts[0], texts[1], 2, 3, [new ImageRow(texts[2], images)]),
        from texts in Text.Array[4]
        from rows in Text.Array[2].Array[0, 3]
        select new TableFigure("", texts[0], texts[1], [texts[2], texts[3]], rows)
    );

    private static readonly Gen<JsonNode?> Leaves = Gen.OneOf<JsonNode?>(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Number.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.ULong.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Float.Where(float.IsFinite).Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Number.Array[0, 3].Select(numbers => (JsonNode?)new JsonArray([.. numbers.Select(n => JsonValue.Create(n))])),
        Gen.Const((JsonNode?)null)
    );

    private static readonly Gen<JsonObject> Objects =
        from leaves in Leaves.Array[0, 4]
        from name in Text
        select new JsonObject(leaves.Select((leaf, i) => KeyValuePair.Create<string, JsonNode?>($"{name}{i}", leaf)));

    private static readonly Gen<Report> Reports =
        from command in Text
        from findings in Findings.Array[0, 6]
        from figures in Figures.Array[0, 4]
        from environment in Objects
        from settings in Objects
        select new Report(
            command,
            [
                .. findings.Select(
                    (finding, i) => finding with { Key = FindingKey.Of($"{i}/{finding.Check}").With(finding.Key.Parts) }
                ),
            ],
            [.. figures.Select((figure, i) => figure with { Id = $"figure/{i}" })],
            environment,
            new JsonObject { ["nested"] = settings, [Report.InterruptedSetting] = findings.Length % 2 == 0 }
        );
}
