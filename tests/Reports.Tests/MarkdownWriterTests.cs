using Compare.Reports;
using Compare.Results;

namespace Compare.Tests.Reports;

public sealed class MarkdownWriterTests
{
    public static TheoryData<string> Cultures => Snapshot.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Write_SmallReport_MatchesSnapshot(string culture) =>
        Snapshot.Matches("small.md", culture, () => MarkdownWriter.Write(Samples.Small));

    [Fact]
    public void Write_ManyFailures_FitsIntoAPullRequest()
    {
        var failing = Samples.Large with
        {
            Findings = [.. Samples.Large.Findings.Select(finding => finding with { Status = Status.Disagrees })],
        };

        var text = MarkdownWriter.Write(failing);

        Assert.Contains(
            $"- and {failing.Findings.Count - 20} more, which the report lists",
            text,
            StringComparison.Ordinal
        );
        Assert.True(text.Length < 65_536, $"{text.Length} characters");
    }

    [Theory]
    [InlineData("W1[3, 17] * 2", "W1\\[3, 17\\] \\* 2")]
    [InlineData("a|b", "a\\|b")]
    [InlineData("<img src=x>", "\\<img src=x\\>")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("C:\\x_y", "C:\\\\x\\_y")]
    [InlineData("@somebody", "\\@somebody")]
    public void Escape_Text_CommandsNothing(string text, string expected) =>
        Assert.Equal(expected, MarkdownText.Escape(text));

    [Theory]
    [InlineData("a/b", "`a/b`")]
    [InlineData("a`b``c", "``` a`b``c ```")]
    public void Code_Backticks_AreFenced(string text, string expected) =>
        Assert.Equal(expected, MarkdownText.Code(text));
}
