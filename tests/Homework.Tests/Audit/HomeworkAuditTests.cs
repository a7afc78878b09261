using Compare.Checks.Pca;
using Compare.Homework;
using Compare.Homework.Audit;
using Compare.Homework.Runs;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Results;
using Compare.Sides;

namespace Compare.Tests.Homework.Audit;

/// <summary>The whole audit on tiny images, from a quick reproduction.</summary>
public sealed class HomeworkAuditTests : IDisposable
{
    private const int Side = 6;

    /// <summary>Rows of the table: 9 about gradients, 16 about autoencoders, 8 about PCA, 29 about optimizers.</summary>
    private const int Claims = 62;

    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void QuickReproduction_GivesACompleteTable()
    {
        var survey = Run(Shard.All);
        Assert.DoesNotContain(survey.Findings, finding => finding.Status == Status.Disagrees);
        Assert.Contains(survey.Findings, finding => finding.Check == EquationCheck.Check);
        var table = Table(survey, "figure/audit");
        Assert.Equal(Claims, table.Rows.Count);
        Assert.All(
            table.Rows,
            row =>
            {
                Assert.Equal(table.Columns.Count, row.Count);
                Assert.All(row.Take(4), Assert.NotEmpty);
                Assert.Equal(row[2] is "holds" or "cannot be decided", row[4].Length == 0);
            }
        );
        // Five epochs decide nothing about the printed numbers, and no row of PCA has changed its place.
        Assert.Equal("cannot be decided", table.Rows.Single(row => row[1] == "Table 2")[2]);
        var counts = Table(survey, "figure/audit/counts").Rows[^1].Skip(1).Sum(int.Parse);
        Assert.Equal(table.Rows.Count, counts);
    }

    [Fact]
    public void Reproduction_WithoutRuns_LeavesTheirClaimsOpen()
    {
        var table = Table(Run(new Shard(999, 1000)), "figure/audit");
        Assert.Equal(Claims, table.Rows.Count);
        Assert.True(table.Rows.Count(row => row[3].EndsWith("runs are missing", StringComparison.Ordinal)) > 25);
    }

    [Fact]
    public void PcaTable_HasTheRowsThatTheAuditReads()
    {
        var survey = new PcaSurvey
        {
            Sides = [new ReferenceSide()],
            Images = Tiny().Train,
            Activations = ["identity"],
            Hidden = [3],
            Epochs = 1,
            Batch = 100,
            Eigensolver = TorchSide.Eigensolver,
            Seed = 0,
            Threads = 1,
        }.Run((_, _, _) => { }, CancellationToken.None);
        var rows = Table(survey, PcaClaims.FigureId).Rows;
        var words = new Dictionary<PcaClaim, string>
        {
            [PcaClaim.Columns] = "not orthogonal",
            [PcaClaim.UnitNormsSuffice] = "unit norms",
            [PcaClaim.UnitNormsNeeded] = "the same",
            [PcaClaim.Scores] = "PCA score",
            [PcaClaim.WeightDecay] = "weight decay",
            [PcaClaim.Centring] = "centres",
        };
        Assert.Equal(words.Count, rows.Count);
        foreach (var (claim, word) in words)
            Assert.Contains(word, rows[(int)claim][0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 6)]
    [InlineData(4, 6)]
    [InlineData(13, 2)]
    [InlineData(14, 6)]
    [InlineData(15, 6)]
    [InlineData(16, 6)]
    public void About_AFigure_GivesItsClaims(int figure, int atLeast)
    {
        var claims = new RunClaims(
            new ConstructedRuns().Results,
            new HomeworkData(ConstructedRuns.Images()),
            isPaper: false,
            threads: 1
        ).About(figure);
        Assert.True(claims.Count >= atLeast, $"{claims.Count}");
        Assert.All(claims, claim => Assert.Contains(figure, claim.Figures));
    }

    [Fact]
    public void Remark_TellsTheDecidedClaimsOfAFigure()
    {
        RunClaims Claims(ConstructedRuns runs) =>
            new(runs.Results, new HomeworkData(ConstructedRuns.Images()), isPaper: true, threads: 1);
        Assert.Contains(
            "Adam reaches the best solution (holds); ",
            Claims(new ConstructedRuns()).Remark(15),
            StringComparison.Ordinal
        );
        Assert.Equal("", Claims(new ConstructedRuns().Without(_ => true)).Remark(3));
    }

    [Fact]
    public void Claims_OnOtherData_SaySo()
    {
        var claims = new RunClaims(
            new ConstructedRuns().Without(_ => true).Results,
            new HomeworkData(ConstructedRuns.Images()),
            isPaper: false,
            threads: 1
        );
        Assert.All(
            claims.OfAutoencoders,
            claim => Assert.StartsWith("on other data or epochs: ", claim.Evidence, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ReadingClaims_SayThatOnlyTheTextDecides() =>
        Assert.All(
            ReadingClaims.OfEquations.Concat(ReadingClaims.OfPca).Concat(ReadingClaims.OfOptimizers),
            claim => Assert.StartsWith("decided by the text alone", claim.Evidence, StringComparison.Ordinal)
        );

    private Survey Run(Shard shard) =>
        new HomeworkSurvey
        {
            Data = Tiny(),
            Torch = TorchSide.Open("cpu", threads: 1),
            Runs = Path.Combine(_folder, "runs"),
            Parts = Parts.Audit,
            IsQuick = true,
            Threads = 2,
            Shard = shard,
        }.Run((_, _, _) => { }, _ => { }, CancellationToken.None);

    private static TableFigure Table(Survey survey, string id) =>
        survey.Figures.OfType<TableFigure>().Single(figure => figure.Id == id);

    /// <summary>The middles of built-in digits, every fourth pixel.</summary>
    private static Dataset Tiny()
    {
        var digits = Datasets.Load("digits", CancellationToken.None);
        return new Dataset("tiny", Tiny(digits.Train, 200), Tiny(digits.Test, 100), "here");
    }

    private static ImageSet Tiny(ImageSet images, int count)
    {
        var pixels = new byte[count * Side * Side];
        for (var i = 0; i < count; i++)
        for (var row = 0; row < Side; row++)
        for (var column = 0; column < Side; column++)
            pixels[(i * Side + row) * Side + column] = images.Image(i)[(4 * row + 4) * images.Columns + 4 * column + 4];
        return new ImageSet(Side, Side, pixels, images.Labels[..count].ToArray());
    }
}
