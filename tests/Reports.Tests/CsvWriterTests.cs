using Compare.Reports;
using Compare.Results;

namespace Compare.Tests.Reports;

public sealed class CsvWriterTests
{
    public static TheoryData<string> Cultures => Snapshot.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Write_Table_IsRfc4180(string culture) =>
        Snapshot.Matches(
            "small.csv",
            culture,
            () => CsvWriter.Write(Samples.Small.Figures.OfType<TableFigure>().Single())
        );

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\rlines", "\"two\rlines\"")]
    public void Write_Field_IsQuotedWhereItMustBe(string cell, string expected) =>
        Assert.Equal(
            $"head\r\n{expected}\r\n",
            CsvWriter.Write(
                new TableFigure(
                    "figure/x",
                    "",
                    "",
                    ["head"],
                    [
                        [cell],
                    ]
                )
            )
        );
}
