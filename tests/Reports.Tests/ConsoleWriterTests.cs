using Compare.Reports;
using Compare.Results;

namespace Compare.Tests.Reports;

public sealed class ConsoleWriterTests
{
    public static TheoryData<string> Cultures => Snapshot.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Write_SmallReport_MatchesSnapshot(string culture) =>
        Snapshot.Matches("small.txt", culture, () => Write(Samples.Small));

    [Fact]
    public void Write_Quiet_IsTheVerdictOnly() =>
        Assert.Equal(
            "Failed: 2 of 7 comparisons differ by more than rounding can explain.\n",
            Write(Samples.Small, quiet: true)
        );

    [Fact]
    public void Write_Colour_OnlyAddsSequences()
    {
        var coloured = Write(Samples.Small, colour: true);

        Assert.StartsWith("\e[1;31mFailed\e[0m: ", coloured, StringComparison.Ordinal);
        Assert.Equal(
            Write(Samples.Small),
            coloured
                .Replace("\e[1;31m", "", StringComparison.Ordinal)
                .Replace("\e[1;33m", "", StringComparison.Ordinal)
                .Replace("\e[0m", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Write_TextsThatCommandTerminals_AreMadeHarmless()
    {
        var finding = Samples.Small.Findings[2] with
        {
            Key = FindingKey.Named("gradients", "a\e]0;b\n"),
            Cause = Cause.Hint("c\r\nd\u009be"),
            Location = new Location { Quantity = "f\u0007" },
        };

        var text = Write(Samples.Small with { Findings = [finding] });

        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.Contains("cause c d?e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ManyFailures_SaysHowManyAreLeftOut()
    {
        var failures = Enumerable
            .Range(0, 25)
            .Select(i =>
                Samples.Small.Findings[2] with
                {
                    Key = FindingKey.Of("gradients").With(KeyPart.Family, "m").With(KeyPart.Number, $"{i}"),
                }
            );

        var text = Write(Samples.Small with { Findings = [.. failures] });

        Assert.Contains("and 5 more, which the report lists", text, StringComparison.Ordinal);
        // 25 groups of three parts are too many to read: two parts, one group.
        Assert.Contains("  gradients/m         25 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EveryCheckVacuous_NamesIt()
    {
        var vacuous = Samples.Small.Findings.Single(finding => finding.Status == Status.Vacuous);

        Assert.StartsWith(
            "Failed: No comparison of optimizers could have failed, so nothing was shown.\n",
            Write(Samples.Small with { Findings = [Samples.Small.Findings[0], vacuous] }),
            StringComparison.Ordinal
        );
    }

    private static string Write(Report report, bool colour = false, bool quiet = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        ConsoleWriter.Write(report, output, colour, quiet, "out/report.html");
        return output.ToString();
    }
}
