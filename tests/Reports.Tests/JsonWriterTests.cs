using System.Text.Json;
using Compare.Reports;

namespace Compare.Tests.Reports;

public sealed class JsonWriterTests
{
    public static TheoryData<string> Cultures => Snapshot.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Write_SmallReport_MatchesSnapshot(string culture) =>
        Snapshot.Matches("small.json", culture, () => JsonWriter.Write(Samples.Small));

    [Fact]
    public void Write_Members_AreThoseOfTheContract()
    {
        using var document = JsonDocument.Parse(JsonWriter.Write(Samples.Small));

        Assert.Equal(
            ["schema", "command", "verdict", "summary", "findings", "figures", "environment", "settings"],
            document.RootElement.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            [
                "id",
                "check",
                "key",
                "subject",
                "status",
                "error",
                "bound",
                "ratio",
                "basis",
                "location",
                "cause",
                "power",
                "notes",
            ],
            document.RootElement.GetProperty("findings")[0].EnumerateObject().Select(member => member.Name)
        );
    }

    [Fact]
    public void Write_HalfOfASurrogatePair_IsReplaced()
    {
        var json = JsonWriter.Write(Samples.Small with { Command = "a\uD83Db" });

        Assert.Equal("a\uFFFDb", JsonReader.Parse(System.Text.Encoding.UTF8.GetBytes(json), "x").Command);
    }
}
