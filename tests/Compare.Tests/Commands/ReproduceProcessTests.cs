using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Compare.Commands;
using Compare.Problems.Data;

namespace Compare.Tests.Commands;

/// <summary>The command as real processes that are killed, share the work, and meet damaged files.</summary>
public sealed class ReproduceProcessTests : IDisposable
{
    private const int Kills = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public ReproduceProcessTests()
    {
        var digits = Datasets.Load("digits", CancellationToken.None);
        Directory.CreateDirectory(Data);
        IdxWriter.WriteFolder(new Dataset("few", First(digits.Train, 200), First(digits.Test, 100), "here"), Data);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Explicit = true)]
    public async Task Table_KilledAtRandomMomentsAndStartedAgain_IsThatOfAnUndisturbedRun()
    {
        var undisturbed = await CompleteAsync("undisturbed");
        var random = new Random(5);
        var killed = 0;
        // From before the first cell to after the last.
        for (var attempt = 0; killed < Kills && attempt < 3 * Kills; attempt++)
        {
            using var process = Start("disturbed", []);
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(300, 1400))))
            {
                process.Kill(entireProcessTree: true);
                killed++;
            }
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (Runs("disturbed").Count == Runs("undisturbed").Count)
                Directory.Delete(Path.Combine(_folder, "disturbed"), recursive: true);
        }
        Assert.Equal(Kills, killed);
        Assert.Equal(undisturbed, await CompleteAsync("disturbed"));
        Assert.Equal(Runs("undisturbed"), Runs("disturbed"));
    }

    [Fact(Explicit = true)]
    public async Task Table_InThreeParts_IsThatOfOneRun()
    {
        var whole = await CompleteAsync("whole");
        foreach (var part in new[] { "3/3", "1/3" })
        {
            using var process = Start("parts", ["--shard", part]);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(whole, await CompleteAsync("parts", ["--shard", "2/3"]));
    }

    [Fact]
    public async Task Table_DamagedRun_IsMadeAgain()
    {
        var before = await CompleteAsync("damaged");
        var file = Directory.GetFiles(Path.Combine(_folder, "damaged"), "*.json")[0];
        await File.WriteAllTextAsync(file, "{", TestContext.Current.CancellationToken);
        Assert.Equal(before, await CompleteAsync("damaged"));
        Assert.True(File.Exists(file + ".damaged"));
    }

    private static ImageSet First(ImageSet images, int count) =>
        new(
            images.Rows,
            images.Columns,
            images.Pixels[..(count * images.Dimension)].ToArray(),
            images.Labels[..count].ToArray()
        );

    /// <summary>The names and contents of a store's files, without what may differ between equal runs.</summary>
    private List<string> Runs(string store)
    {
        var folder = Path.Combine(_folder, store);
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "*.json")
                    .Order(StringComparer.Ordinal)
                    .Select(file => Path.GetFileName(file) + WithoutEnvironment(Run(file))),
            ]
            : [];
    }

    private async Task<string> CompleteAsync(string store, params string[] more)
    {
        using var process = Start(store, more);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode is ExitCode.Passed or ExitCode.Failed, await error);
        var results = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "out", "results.json")))!;
        Assert.True(results.AsObject().Remove("command"));
        return WithoutEnvironment(results);
    }

    private static JsonNode Run(string file) => JsonNode.Parse(File.ReadAllText(file))!["run"]!;

    private static string WithoutEnvironment(JsonNode document)
    {
        Assert.True(document.AsObject().Remove("environment"));
        return document.ToJsonString();
    }

    private Process Start(string store, string[] more)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Compare.dll"),
            "reproduce",
            "table1",
            "table2",
            "--quick",
            "--data",
            Data,
            "--runs",
            Path.Combine(_folder, store),
            "-o",
            Path.Combine(_folder, "out"),
            "--threads",
            2.ToString(CultureInfo.InvariantCulture),
            "--no-progress",
            .. more,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
