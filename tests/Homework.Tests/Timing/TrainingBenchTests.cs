using Compare.Homework.Timing;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Sides;

namespace Compare.Tests.Homework.Timing;

public sealed class TrainingBenchTests
{
    private static readonly ImageSet Digits = Datasets.Load("digits", CancellationToken.None).Train;

    public static TheoryData<string> Rules => [.. OptimizerTable.Table2];

    [Fact]
    public void Homework_HasTheTwentyCellsOfItsTables()
    {
        var cells = TrainingCell.Homework(Digits, 100, seed: 0);
        Assert.Equal(20, cells.Select(cell => cell.Name).Distinct().Count());
        // 2 operations for each weight and image in each of five products.
        Assert.Equal(5 * 2.0 * 100 * 784 * 25, cells[0].Operations);
        // Forward and by the weights for all three layers, back for two of them.
        Assert.Equal(2.0 * 100 * (2 * (784 * 256 + 256 * 256 + 256 * 10) + 256 * 256 + 256 * 10), cells[^1].Operations);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Agreement_OfTheThreeContenders_IsWithinRounding(string rule)
    {
        foreach (var cell in Cells(OptimizerTable.Named(rule) with { LearningRate = 0.01 }))
        {
            using var reference = new ReferenceContender(cell, 1);
            using var idiomatic = new IdiomaticContender(cell, Torch());
            using var byHand = new ByHandContender(cell, Torch());
            var findings = Agreement.Of(cell, [reference, idiomatic, byHand], 1).ToList();
            Assert.Equal(2, findings.Count);
            Assert.All(findings, finding => Assert.Equal(Status.Rounding, finding.Status));
        }
    }

    /// <summary>A step size that is off by a fiftieth, and a second step in place of the first.</summary>
    [Fact]
    public void Agreement_ContenderThatComputesSomethingElse_Disagrees()
    {
        foreach (var cell in Cells(Sgd.Homework))
        {
            using var reference = new ReferenceContender(cell, 1);
            using var other = new IdiomaticContender(
                cell with
                {
                    Rule = Sgd.Homework with { LearningRate = 0.0102 },
                },
                Torch()
            );
            using var ahead = new IdiomaticContender(cell, Torch());
            ahead.Step();
            Assert.All(
                Agreement.Of(cell, [reference, other, ahead], 1),
                finding => Assert.Equal(Status.Disagrees, finding.Status)
            );
        }
    }

    [Fact]
    public void Run_OnSmallCells_TimesAllContendersInEveryTable()
    {
        var cells = Cells(Sgd.Homework);
        var told = new List<string>();
        var survey = Bench(cells).Run((done, of, step) => told.Add($"{done} of {of}: {step}"), CancellationToken.None);
        Assert.Equal(2 * 2 * cells.Count, survey.Findings.Count);
        Assert.Equal(survey.Findings.Count, survey.Findings.Select(finding => finding.Id).Distinct().Count());
        Assert.Equal(
            ["0 of 4: autoencoder, tanh, k = 6, 1 thread", "1 of 4: classifier 784-6-10, sgd, 1 thread"],
            told[..2]
        );
        var tables = survey.Figures.Cast<TableFigure>().ToList();
        Assert.Equal(3, tables.Count);
        Assert.Equal(["1", "2"], tables[0].Rows.Select(row => row[0]));
        foreach (var table in tables[1..])
        {
            Assert.Equal(cells.Select(cell => cell.Name), table.Rows.Select(row => row[0]));
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
            Assert.All(table.Rows, row => Assert.Equal("0", row[table.Columns.ToList().IndexOf("bytes")]));
        }
    }

    [Fact]
    public void Run_Scaling_HasACellForEveryPairOfSizes()
    {
        var cells = ScalingTables
            .Cells(Digits, seed: 0)
            .Where(cell => cell.Problem.Batch.Count <= 3 && cell.Problem.Model is AutoencoderSpec { Hidden: <= 3 })
            .ToList();
        Assert.Equal(4, cells.Count);
        var survey = (Bench(cells) with { Figures = ScalingTables.Of, Threads = [1] }).Run(
            (_, _, _) => { },
            CancellationToken.None
        );
        var table = Assert.IsType<TableFigure>(Assert.Single(survey.Figures));
        Assert.Equal(["batch", "k = 1", "k = 3"], table.Columns);
        Assert.Equal(["1", "3"], table.Rows.Select(row => row[0]));
        Assert.DoesNotContain("", table.Rows.SelectMany(row => row));
    }

    [Fact]
    public void Run_Cancelled_KeepsWhatIsFinished()
    {
        using var cancellation = new CancellationTokenSource();
        var survey = Bench(Cells(Sgd.Homework)).Run((_, _, _) => cancellation.Cancel(), cancellation.Token);
        Assert.Equal(2, survey.Findings.Count);
    }

    private static TrainingBench Bench(IReadOnlyList<TrainingCell> cells) =>
        new()
        {
            Torch = Torch(),
            Cells = cells,
            Figures = HomeworkTables.Of,
            Threads = [1, 2],
            Duration = TimeSpan.FromMilliseconds(1),
        };

    private static TorchSide Torch() => TorchSide.Open("cpu", 1);

    private static List<TrainingCell> Cells(Optimizer rule) =>
        [
            .. new ModelSpec[] { new AutoencoderSpec("tanh", 784, 6), new ClassifierSpec([784, 6, 10]) }.Select(
                model => new TrainingCell(ImageProblems.Of(model, Digits, Precision.Float32, batch: 20, seed: 0), rule)
            ),
        ];
}
