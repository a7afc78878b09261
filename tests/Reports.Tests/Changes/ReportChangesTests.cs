using System.Text.Json;
using System.Text.Json.Nodes;
using Compare.Reports.Changes;
using Compare.Results;

namespace Compare.Tests.Reports.Changes;

public sealed class ReportChangesTests
{
    public static TheoryData<string> Cultures => Snapshot.Cultures;

    /// <summary>A later run of the small report in which one finding of each kind changed.</summary>
    private static ReportChanges Changes { get; } = ReportChanges.Of(Samples.Small, Later, factor: 10);

    private static Report Later
    {
        get
        {
            var findings = Samples.Small.Findings.ToList();
            findings[0] = findings[0] with { Status = Status.Rounding, Error = 1e-14, Ratio = 0.08 };
            findings[1] = findings[1] with { Error = 1e-18, Ratio = 0.0225 };
            findings[2] = findings[2] with { Status = Status.Rounding, Error = 0, Ratio = 0.5, Cause = null };
            findings[4] = findings[4] with { Error = 0.2, Ratio = 7e14 };
            findings[5] = findings[5] with
            {
                Key = FindingKey.Of("optimizers").With(KeyPart.Rule, "sgd").With(KeyPart.Method, "<alive>"),
                Status = Status.Agrees,
                Cause = null,
            };
            return Samples.Small with
            {
                Findings = findings,
                Environment = new JsonObject
                {
                    ["seconds"] = 11,
                    ["libtorch"] = new JsonObject { ["version"] = "2.10.1", ["cuda"] = false },
                    ["devices"] = new JsonArray(new JsonObject { ["name"] = "CPU & more" }),
                },
                Settings = new JsonObject
                {
                    ["data"] = "digits",
                    ["seed"] = 3,
                    ["hidden"] = new JsonArray(2, 50),
                },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void WriteHtml_MatchesSnapshot(string culture) =>
        Snapshot.Matches(
            "changes.html",
            culture,
            () => HtmlWriterTests.WithoutAssets(ChangesHtmlWriter.Write(Changes))
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void WriteConsole_MatchesSnapshot(string culture) =>
        Snapshot.Matches("changes.txt", culture, () => Console(quiet: false));

    [Theory]
    [MemberData(nameof(Cultures))]
    public void WriteJson_MatchesSnapshot(string culture) =>
        Snapshot.Matches(
            "changes.json",
            culture,
            () =>
            {
                var text = ChangesJsonWriter.Write(Changes);
                using var document = JsonDocument.Parse(text);
                return text;
            }
        );

    [Fact]
    public void WriteConsole_Quiet_IsTheVerdictOnly() => Assert.Single(Console(quiet: true).TrimEnd('\n').Split('\n'));

    [Theory]
    [InlineData(Status.Agrees, Status.Rounding, Direction.Worse)]
    [InlineData(Status.Rounding, Status.Chaos, Direction.Worse)]
    [InlineData(Status.Chaos, Status.Vacuous, Direction.Worse)]
    [InlineData(Status.Vacuous, Status.Disagrees, Direction.Worse)]
    [InlineData(Status.Disagrees, Status.Vacuous, Direction.Better)]
    [InlineData(Status.Rounding, Status.Agrees, Direction.Better)]
    public void Of_StatusChanged_HasADirection(Status before, Status after, Direction direction) =>
        Assert.Equal(direction, FindingChange.Of(With(before, 0.5), With(after, 0.5), factor: 2)!.Direction);

    [Theory]
    [InlineData(0.01, 0.019, null)]
    [InlineData(0.01, 0.021, Direction.Worse)]
    [InlineData(0.021, 0.01, Direction.Better)]
    [InlineData(0.0, 1e-9, Direction.Worse)]
    [InlineData(0.0, 0.0, null)]
    [InlineData(0.5, double.NaN, Direction.Worse)]
    [InlineData(double.NaN, double.NaN, null)]
    [InlineData(null, null, null)]
    public void Of_SameStatus_NeedsMoreThanTheFactor(double? before, double? after, Direction? direction) =>
        Assert.Equal(
            direction,
            FindingChange.Of(With(Status.Rounding, before), With(Status.Rounding, after), factor: 2)?.Direction
        );

    [Theory]
    [InlineData(Status.Agrees, Direction.New)]
    [InlineData(Status.Chaos, Direction.New)]
    [InlineData(Status.Vacuous, Direction.Worse)]
    [InlineData(Status.Disagrees, Direction.Worse)]
    public void Of_NewFinding_IsWorseIfItFailsOrShowsNothing(Status status, Direction direction) =>
        Assert.Equal(direction, FindingChange.Of(null, With(status, 1), factor: 2)!.Direction);

    [Fact]
    public void Of_FindingThatIsGone_IsWorse() =>
        Assert.Equal(Direction.Worse, FindingChange.Of(With(Status.Agrees, 0), null, factor: 2)!.Direction);

    [Fact]
    public void GotWorse_VerdictFailsThoughEveryFindingIsAsItWas_IsTrue()
    {
        // Without its informative finding the check is vacuous as a whole.
        var vacuous = With(Status.Vacuous, 0) with
        {
            Key = FindingKey.Named("check", "v"),
        };
        var before = new Report("check", [vacuous, With(Status.Agrees, 0)], [], [], []);
        var changes = ReportChanges.Of(before, before with { Findings = [vacuous] }, factor: 2);

        Assert.True(changes.GotWorse);
        Assert.True((changes with { Findings = [] }).GotWorse);
    }

    [Fact]
    public void Of_ReportAndItself_IsNoChange()
    {
        var changes = ReportChanges.Of(Samples.Large, Samples.Large, ReportChanges.UsualFactor);

        Assert.Equal(("No change", false), (changes.Word, changes.GotWorse));
        Assert.Empty(changes.Findings);
        Assert.Empty(changes.Settings);
        Assert.Empty(changes.Environment);
    }

    private static Finding With(Status status, double? ratio) =>
        new()
        {
            Key = FindingKey.Named("check", "id"),
            Subject = "subject",
            Status = status,
            Ratio = ratio,
        };

    private static string Console(bool quiet)
    {
        using var output = new StringWriter { NewLine = "\n" };
        ChangesConsoleWriter.Write(Changes, output, colour: false, quiet, "out/changes.html");
        return output.ToString();
    }
}
