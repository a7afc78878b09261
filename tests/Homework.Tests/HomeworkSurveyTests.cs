using Compare.Homework;
using Compare.Homework.Runs;
using Compare.Problems.Data;
using Compare.Results;
using Compare.Sides;

namespace Compare.Tests.Homework;

/// <summary>All of it on a few images: every figure of the homework is there, with both sides in it.</summary>
public sealed class HomeworkSurveyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Survey_OfAll_HasTheTablesAndFigures3To16()
    {
        var progress = new List<(int Done, int Total)>();
        var survey = Few().Run((done, total, _) => progress.Add((done, total)), _ => { }, CancellationToken.None);
        Assert.Equal(
            Enumerable.Range(3, 14).Select(number => $"figure/{number}").Order(),
            survey.Figures.Select(figure => figure.Id).Where(id => char.IsDigit(id["figure/".Length])).Order()
        );
        // The runs, and then the two steps of the audit's PCA.
        Assert.Equal(143, progress.Count);
        Assert.All(progress.Take(141), step => Assert.Equal(141, step.Total));

        var table1 = Table(survey, "figure/table1");
        Assert.Equal(5 * 3 * 2 + 3, table1.Rows.Count);
        Assert.All(table1.Rows, row => Assert.Equal(table1.Columns.Count, row.Count));
        // Half the squared error of an image is 7.84 times what the homework prints.
        foreach (var row in table1.Rows)
            Assert.Equal(7.84 * Number(row[3]), Number(row[7]), tolerance: 1e-3 * Number(row[7]));
        // No code can be better than PCA.
        foreach (var row in table1.Rows.Take(30))
            Assert.True(
                Number(row[7]) > Number(table1.Rows.Single(b => b[0] == $"PCA's bound, {row[0].Split(", ")[1]}")[7])
            );

        var table2 = Table(survey, "figure/table2");
        Assert.Equal((5 * 2 + 1) * 3 + 1, table2.Rows.Count);
        Assert.Equal("ml.net", table2.Rows[^1][2]);

        var curves = survey.Figures.OfType<PanelFigure>().Single(figure => figure.Id == "figure/5");
        Assert.Contains("tanh", curves.Title, StringComparison.Ordinal);
        Assert.Equal(4, curves.Panels.Count);
        Assert.Equal(4 + 2 + 1, curves.Panels[0].Series.Count);
        Assert.Equal(4, curves.Panels[3].Series.Count);
        var optimizers = survey.Figures.OfType<PanelFigure>().Single(figure => figure.Id == "figure/16");
        Assert.Equal([11, 11, 6], optimizers.Panels.Select(panel => panel.Series.Count));
        var pictures = survey.Figures.OfType<ImageGridFigure>().Single(figure => figure.Id == "figure/13");
        Assert.Equal(1 + 4 * 3, pictures.Rows.Count);
        Assert.All(pictures.Rows, row => Assert.Equal(pictures.Rows[0].Images.Count, row.Images.Count));
    }

    [Fact]
    public void Survey_OfOnePart_RunsItsCellsOnly()
    {
        var survey = (Few() with { Parts = Parts.Table1 }).Run((_, _, _) => { }, _ => { }, CancellationToken.None);
        Assert.Equal("figure/table1", Assert.Single(survey.Figures).Id);
        Assert.Equal(60, Directory.GetFiles(_folder).Length);
        Assert.All(survey.Findings, finding => Assert.Contains("/autoencoder/", finding.Id, StringComparison.Ordinal));
    }

    /// <summary>A part of the cells in which some runs of seed 1 stand without seed 0, and some seeds on one side only.</summary>
    [Fact]
    public void Survey_OfAShard_ShowsWhatThereIs()
    {
        var notes = new List<string>();
        var survey = (Few() with { Shard = new Shard(1, 7), Parts = Parts.All }).Run(
            (_, _, _) => { },
            notes.Add,
            CancellationToken.None
        );
        Assert.Contains(notes, note => note.Contains("still missing", StringComparison.Ordinal));
        Assert.DoesNotContain(survey.Findings, finding => finding.Status == Status.Disagrees);
        Assert.Contains(survey.Figures, figure => figure.Id == "figure/table1");
    }

    private static TableFigure Table(Survey survey, string id) =>
        survey.Figures.OfType<TableFigure>().Single(figure => figure.Id == id);

    private static double Number(string cell) => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);

    private HomeworkSurvey Few()
    {
        var digits = Datasets.Load("digits", CancellationToken.None);
        ImageSet First(ImageSet images, int count) =>
            new(
                images.Rows,
                images.Columns,
                images.Pixels[..(count * images.Dimension)].ToArray(),
                images.Labels[..count].ToArray()
            );
        return new HomeworkSurvey
        {
            Data = new Dataset("few", First(digits.Train, 200), First(digits.Test, 100), "here"),
            Torch = TorchSide.Open("cpu", 1),
            Runs = _folder,
            IsQuick = true,
        };
    }
}
