using Compare.Homework.Runs;

namespace Compare.Tests.Homework;

public sealed class RunStoreTests : IDisposable
{
    private static readonly Cell Cell = new(2, "sgd", 0, 0.01, "from-scratch", 0, 2, 100, "abc");

    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    private readonly List<string> _notes = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOfCell => Path.Combine(_folder, Cell.FileName);

    [Fact]
    public void Find_WhatWasKept_GivesTheSameNumbers()
    {
        var store = new RunStore(_folder);
        Assert.Null(store.Find(Cell, _notes.Add));
        store.Keep(Cell, Result());
        var found = new RunStore(_folder).Find(Cell, _notes.Add);
        Assert.NotNull(found);
        Assert.Equal(Result().TrainLosses, found.TrainLosses);
        Assert.Equal(Result().StepLosses, found.StepLosses);
        Assert.Equal("1.25", found.Environment["seconds"]);
        Assert.Single(Directory.GetFiles(_folder));
        Assert.Empty(_notes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("half")]
    [InlineData("other settings")]
    [InlineData("fewer epochs")]
    [InlineData("one member more")]
    [InlineData("one digit")]
    [InlineData("weights missing")]
    public void Find_DamagedFile_IsSetAsideWithANote(string damage)
    {
        var store = new RunStore(_folder);
        // What another program might have written whole.
        store.Keep(
            Cell,
            damage switch
            {
                "other settings" => Result() with { Settings = "seed 1" },
                "fewer epochs" => Result() with { TrainLosses = [0.5] },
                "weights missing" => Result() with { Weights = [new byte[4]] },
                _ => Result(),
            }
        );
        var text = File.ReadAllText(PathOfCell);
        File.WriteAllText(
            PathOfCell,
            damage switch
            {
                "half" => text[..(text.Length / 2)],
                "one digit" => text.Replace("0.098", "0.099", StringComparison.Ordinal),
                "one member more" => text.Replace(
                    "{\n  \"settings\"",
                    "{\n  \"more\": 1,\n  \"settings\"",
                    StringComparison.Ordinal
                ),
                _ when damage.Contains(' ', StringComparison.Ordinal) && damage != "[1, 2]" => text,
                _ => damage,
            }
        );
        Assert.Null(store.Find(Cell, _notes.Add));
        var note = Assert.Single(_notes);
        Assert.Contains(Cell.FileName, note, StringComparison.Ordinal);
        Assert.Contains("set aside", note, StringComparison.Ordinal);
        Assert.Equal([PathOfCell + ".damaged"], Directory.GetFiles(_folder));
    }

    [Fact]
    public void FileName_DependsOnEverySettingAndNothingElse()
    {
        Cell[] others =
        [
            Cell with
            {
                Part = 1,
            },
            Cell with
            {
                Row = "momentum",
            },
            Cell with
            {
                Hidden = 25,
            },
            Cell with
            {
                StepSize = 0.1,
            },
            Cell with
            {
                Side = "torchsharp",
            },
            Cell with
            {
                Seed = 1,
            },
            Cell with
            {
                Epochs = 3,
            },
            Cell with
            {
                Batch = 10,
            },
            Cell with
            {
                Data = "abd",
            },
        ];
        Assert.Equal(10, others.Append(Cell).Select(cell => cell.FileName).Distinct().Count());
        Assert.Equal((Cell with { }).FileName, Cell.FileName);
    }

    [Theory]
    [InlineData("1/1", 0, 1)]
    [InlineData("2/8", 1, 8)]
    [InlineData("8/8", 7, 8)]
    public void Shard_Parse_CountsFromOne(string text, int index, int count) =>
        Assert.Equal(new Shard(index, count), Shard.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    public void Shard_Parse_WhatIsNoPart_IsNull(string text) => Assert.Null(Shard.Parse(text));

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", 2, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4", 3, 4)]
    [InlineData("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=5", 0, 5)]
    [InlineData("SLURM_ARRAY_TASK_ID=6 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_STEP=2", 2, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_STEP=2", 3, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID= JOB_COMPLETION_INDEX=", 0, 1)]
    [InlineData("HOME=/", 0, 1)]
    public void Shard_OfScheduler_ReadsWhatItSays(string variables, int index, int count)
    {
        var environment = variables
            .Split(' ')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(new Shard(index, count), Shard.OfScheduler(name => environment.GetValueOrDefault(name)));
    }

    /// <summary>Running everything in place of a part would be the wrong guess.</summary>
    [Theory]
    [InlineData("JOB_COMPLETION_INDEX=7", "JOB_COMPLETIONS")]
    [InlineData("JOB_COMPLETION_INDEX=7 JOB_COMPLETIONS=7", "JOB_COMPLETION_INDEX")]
    [InlineData("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=4", "SLURM_ARRAY_TASK_ID")]
    [InlineData("SLURM_ARRAY_TASK_ID=2", "SLURM_ARRAY_TASK_COUNT")]
    [InlineData("SLURM_ARRAY_TASK_ID=x SLURM_ARRAY_TASK_COUNT=4", "SLURM_ARRAY_TASK_ID")]
    [InlineData(
        "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_STEP=2",
        "SLURM_ARRAY_TASK_ID"
    )]
    [InlineData(
        "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=1",
        "SLURM_ARRAY_TASK_ID"
    )]
    public void Shard_OfScheduler_RefusesWhatDoesNotFit(string variables, string named)
    {
        var environment = variables
            .Split(' ')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var refused = Assert.Throws<ArgumentException>(() =>
            Shard.OfScheduler(name => environment.GetValueOrDefault(name))
        );
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--shard", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A file with the right hash around contents that no run leaves.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("weights of null")]
    [InlineData("weights of another length")]
    public void Find_RightHashAroundWrongContents_SetsItAside(string kind)
    {
        var store = new RunStore(_folder);
        var cell = Cell with { Part = 1 };
        var path = Path.Combine(_folder, cell.FileName);
        store.Keep(cell, Result() with { Settings = cell.Settings, Weights = [new byte[8], new byte[8]] });
        Assert.NotNull(store.Find(cell, _notes.Add));
        var text = File.ReadAllText(path);
        var start = text.IndexOf("\"run\":\n", StringComparison.Ordinal) + "\"run\":\n".Length;
        var body = text[start..^3];
        var weights = System.Text.RegularExpressions.Regex.Replace(
            body,
            "\"weights\": \\[[^\\]]*\\]",
            kind == "weights of null" ? "\"weights\": [null, null]" : "\"weights\": [\"AAAA\", \"AA==\"]"
        );
        var wrong = kind == "null" ? "null" : weights;
        Assert.NotEqual(body, wrong);
        var hash = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(wrong))
        );
        File.WriteAllText(path, $"{{\"sha256\": \"{hash}\", \"run\":\n{wrong}\n}}\n");
        Assert.Null(store.Find(cell, _notes.Add));
        Assert.Contains("set aside", Assert.Single(_notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_Together_AreAllCellsOnce()
    {
        var cells = new Grid("abc", 2, 2, 1, 1, 1).Table1;
        var parts = Enumerable.Range(0, 7).SelectMany(i => new Shard(i, 7).Take(cells)).ToList();
        Assert.Equal(cells.Count, parts.Count);
        Assert.Equal(cells.ToHashSet(), parts.ToHashSet());
        Assert.Equal(2 * 5 * 3 * 2, cells.Count);
        // Both sides in all rows, but for the one that torch.optim does not have.
        Assert.Equal(2 * (5 * 3 * 2 + 3), new Grid("abc", 2, 2, 1, 1, 1).Table2.Count);
    }

    [Theory]
    [InlineData(1.0, "within, 0.0000")]
    [InlineData(1.00003, "within, 0.0000")]
    [InlineData(0.9996, "within, +0.0004")]
    [InlineData(0.97, "within, +0.0300")]
    [InlineData(0.955, "near, +0.0450")]
    [InlineData(1.2, "off, -0.2000")]
    public void Spread_Verdict_IsWithinThreeDeviationsAndTheRounding(double printed, string verdict) =>
        Assert.Equal(verdict, Spread.Of([0.99, 1, 1.01]).Verdict(printed, rounding: 0.0005, near: 0.05));

    [Fact]
    public void Spread_OfOneRun_HasNoDeviation()
    {
        var spread = Spread.Of([2]);
        Assert.True(double.IsNaN(spread.Deviation));
        Assert.Equal("off, +1.0000", spread.Verdict(1, 0.5, 0.75));
    }

    [Theory]
    // Tables of Student's distribution, two-sided.
    [InlineData(2, 0.05, 4.303)]
    [InlineData(4, 0.05, 2.776)]
    [InlineData(4, 0.001, 8.610)]
    [InlineData(10, 0.01, 3.169)]
    public void Spread_StudentQuantile_IsThatOfTheTables(int freedom, double probability, double expected) =>
        Assert.Equal(expected, Spread.StudentQuantile(freedom, probability), tolerance: 5e-4);

    [Fact]
    public void Spread_Against_IsStudentsTwoSampleTest()
    {
        // Deviations 1 and 2 over 3 runs each: t sqrt(1/3 + 4/3), with 4 degrees of freedom.
        var (error, bound) = Spread.Of([0, 1, 2]).Against(Spread.Of([2, 4, 6]), falseAlarm: 0.05);
        Assert.Equal(3, error);
        Assert.Equal(2.776 * Math.Sqrt(5.0 / 3), bound, tolerance: 1e-3);
    }

    [Fact]
    public void RunGroup_Common_PairsRunsOfTheSameSeeds()
    {
        CellResult[] runs = [.. Enumerable.Range(0, 5).Select(i => Result() with { Updates = i })];
        var a = new RunGroup(Cell, [0, 1, 2], [runs[0], runs[1], runs[2]]);
        var common = a.Common(new RunGroup(Cell, [1, 2], [runs[3], runs[4]]));
        Assert.NotNull(common);
        Assert.Equal([runs[1], runs[2]], common.Value.A.Runs);
        Assert.Equal([runs[3], runs[4]], common.Value.B.Runs);
        Assert.Null(a.Common(new RunGroup(Cell, [3], [runs[3]])));
    }

    [Fact]
    public void Parameter_OfWhatBytesGave_IsTheSameNumbers()
    {
        double[] values = [0, -1.5, 0.1f, float.Epsilon, double.NaN, double.NegativeInfinity];
        Assert.Equal(
            values,
            (
                Result() with
                {
                    Weights =
                    [
                        [],
                        CellResult.Bytes(values),
                    ],
                }
            ).Parameter(1)
        );
    }

    private static CellResult Result() =>
        new()
        {
            Settings = Cell.Settings,
            TrainLosses = [0.5, double.NaN],
            TestLosses = [0.25, double.PositiveInfinity],
            Accuracies = [0.9, 0.098],
            Updates = 6,
            StepsBetweenLosses = 3,
            StepLosses = [2.3, 1.0 / 3],
            Weights = [],
            Environment = new Dictionary<string, string> { ["seconds"] = "1.25" },
        };
}
