using System.Text.Json.Nodes;
using Compare.Results;

namespace Compare.Tests.Results;

public sealed class VerdictTests
{
    [Theory]
    [InlineData("1 agrees", "Passed", "The only comparison agrees: 1 to the same bits.")]
    [InlineData("2 rounding", "Passed", "All 2 comparisons agree: 2 within the bounds that rounding allows.")]
    [InlineData(
        "1 agrees 2 rounding 1 chaos 1 vacuous",
        "Passed",
        "3 of 5 comparisons agree: 1 to the same bits, 2 within the bounds that rounding allows; 1 drifts apart as chaos must; "
            + "1 could not have failed."
    )]
    [InlineData("2 chaos", "Passed", "2 drift apart as chaos must.")]
    [InlineData("9 agrees 1 disagrees", "Failed", "1 of 10 comparisons differs by more than rounding can explain.")]
    [InlineData("2 vacuous", "Failed", "No comparison of check could have failed, so nothing was shown.")]
    [InlineData("1 agrees 2 undecided", "Passed", "1 of 3 comparisons agrees: 1 to the same bits; 2 are undecided.")]
    [InlineData("1 undecided 1 vacuous", "Undecided", "No comparison of check is decided.")]
    [InlineData("1 undecided 1 disagrees", "Failed", "1 of 2 comparisons differs by more than rounding can explain.")]
    [InlineData("", "Failed", "Nothing was compared.")]
    public void Why_Mixture_SaysIt(string mixture, string word, string why)
    {
        var report = Of(mixture);

        Assert.Equal(word, Verdict.Word(report));
        Assert.Equal(why, Verdict.Why(report));
    }

    [Fact]
    public void Word_Interrupted_PromisesNothing()
    {
        var report = Of("1 agrees") with { Settings = new JsonObject { [Report.InterruptedSetting] = true } };

        Assert.Equal("Interrupted", Verdict.Word(report));
        Assert.EndsWith(
            " The run was interrupted; this is what had finished.",
            Verdict.Why(report),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Worst_FailureWithoutNumbers_IsWorseThanAnyNumber() =>
        Assert.Equal(2, IndexOfWorst((Status.Disagrees, 5), (Status.Chaos, 1e9), (Status.Disagrees, null)));

    [Fact]
    public void Worst_NothingFailed_IsClosestToItsBound() =>
        Assert.Equal(
            1,
            IndexOfWorst((Status.Rounding, 0.1), (Status.Rounding, 0.9), (Status.Chaos, 1e9), (Status.Vacuous, 0.95))
        );

    [Fact]
    public void Worst_SameBitsThroughout_IsNone() =>
        Assert.Equal(-1, IndexOfWorst((Status.Agrees, 0), (Status.Agrees, 0)));

    private static int IndexOfWorst(params (Status Status, double? Ratio)[] findings)
    {
        var list = findings.Select((f, i) => Finding(i, f.Status) with { Ratio = f.Ratio }).ToList();
        return Verdict.Worst(new Report("check", list, [], [], [])) is { } worst ? list.IndexOf(worst) : -1;
    }

    private static Report Of(string mixture)
    {
        var words = mixture.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var statuses = words
            .Chunk(2)
            .SelectMany(pair => Enumerable.Repeat(Enum.Parse<Status>(pair[1], true), pair[0][0] - '0'));
        return new Report("check", [.. statuses.Select((status, i) => Finding(i, status))], [], [], []);
    }

    private static Finding Finding(int id, Status status) =>
        new()
        {
            Key = FindingKey.Of("check").With(KeyPart.Number, $"{id}"),
            Subject = "",
            Status = status,
        };
}
