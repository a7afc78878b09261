using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Results;

namespace Compare.Tests.Homework;

/// <summary>Runs made up: what one rounding per update allows agrees, what parts is chaos as long as both sides draw from one distribution.</summary>
public sealed class SideAgreementTests
{
    private const int Epochs = 2;
    private const int UpdatesPerEpoch = 100;

    /// <summary>100 updates of 2^-24 each, in the first epoch.</summary>
    private const double Allowed = UpdatesPerEpoch / 16777216.0;

    private static readonly Grid Grid = new("abc", Seeds: 3, Runs: 3, Epochs, Epochs, Epochs);

    [Theory]
    [InlineData(0, Status.Agrees)]
    [InlineData(0.9, Status.Rounding)]
    // In the second epoch the parts of the first and of the second add up.
    [InlineData(1.1, Status.Chaos)]
    public void EqualSeeds_AreHeldAgainstOneRoundingPerUpdate(double parts, Status expected)
    {
        var finding = Compare([1, 2, 3], [1, 2, 3], 1 + parts * Allowed);
        Assert.Equal(expected, finding.Status);
        if (parts == 0.9)
            Assert.Equal(0.9, finding.Ratio!.Value, tolerance: 1e-6);
        if (expected == Status.Chaos)
            Assert.Contains("part in epoch 1 of 2", FindingWords.Notes(finding), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, Status.Chaos)]
    // t of 4 degrees of freedom is 8.61 for one in a thousand; means 7 apart with deviations 1 over 3 runs are 8.57 apart.
    [InlineData(7, Status.Chaos)]
    [InlineData(7.1, Status.Disagrees)]
    public void SeedsThatPart_AreComparedAsDistributions(double shift, Status expected)
    {
        var finding = Compare([1, 2, 3], [1 + shift, 2 + shift, 3 + shift], 1.5);
        Assert.Equal(expected, finding.Status);
        Assert.Equal(expected == Status.Disagrees, finding.Cause is not null);
    }

    [Fact]
    public void OneSeedThatParts_SaysNothing()
    {
        var finding = Compare([1], [2], 1.5);
        Assert.Equal(Status.Vacuous, finding.Status);
        Assert.Contains("a single seed", finding.Cause?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LossesThatAreNoNumbersOnOneSideOnly_Part() =>
        Assert.Equal(Status.Chaos, Compare([1, 2, 3], [1, 2, 3], double.NaN).Status);

    [Fact]
    public void LossesThatAreNoNumbersOnBothSides_AreTheSame() =>
        Assert.Equal(Status.Agrees, Compare([1, 2, 3], [1, 2, 3], 1, double.NaN).Status);

    /// <summary>Runs with the given test losses; all training losses of the second side are larger by a factor.</summary>
    private static Finding Compare(double[] a, double[] b, double factor, double loss = 4)
    {
        var runs = new Dictionary<Cell, CellResult>();
        foreach (var cell in Grid.Table1.Where(cell => cell.Row == "relu" && cell.Hidden == 25 && cell.Seed < a.Length))
        {
            var isFirst = cell.Side == Grid.Reference;
            runs[cell] = new CellResult
            {
                Settings = cell.Settings,
                Updates = Epochs * UpdatesPerEpoch,
                TrainLosses = [.. Enumerable.Repeat(isFirst ? loss : loss * factor, Epochs)],
                TestLosses = [9, (isFirst ? a : b)[cell.Seed]],
                Accuracies = [0, 0],
                StepsBetweenLosses = 1,
                StepLosses = [],
                Weights = [],
                Environment = new Dictionary<string, string>(),
            };
        }
        return Assert.Single(SideAgreement.Of(new RunResults(Grid, runs)));
    }
}
