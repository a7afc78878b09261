using System.Text.Json;
using Compare.Commands;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Tests.Commands;

/// <summary>The command line in process, with replaced streams: exit codes, one-line errors, what goes to which stream.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    private string Output => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(
        "gradients --activation swish",
        "Unknown activation 'swish'; known are relu, sigmoid, tanh, identity, negative."
    )]
    [InlineData("gradients --hidden 0", "Hidden size 0 is not possible")]
    [InlineData("gradients --hidden many", "'many'")]
    [InlineData("gradients --precision float16", "Unknown precision 'float16'")]
    [InlineData("gradients --threads 0", "0 threads are not possible")]
    [InlineData("gradients --model mlp", "Unknown model 'mlp'; known are autoencoder, classifier.")]
    [InlineData(
        "optimizers --optimizer lamb",
        "Unknown optimizer 'lamb'; known are sgd, momentum, rmsprop, adam, adagrad, nadam, adadelta, radam, adamax, lion."
    )]
    [InlineData("optimizers --step-size -0.1", "Step size -0.1 is not possible")]
    [InlineData("optimizers --step-size fast", "'fast'")]
    [InlineData("optimizers --updates 0", "0 updates are not possible")]
    [InlineData("optimizers --batch 0", "0 images in a batch are not possible")]
    [InlineData("optimizers --only chaos", "Unknown kind of check 'chaos'")]
    [InlineData("pca --epochs 0", "0 epochs are not possible")]
    [InlineData("pca --hidden 784", "784 hidden units leave PCA nothing to discard of 784 pixels")]
    [InlineData("reproduce table3", "'table3'")]
    [InlineData("reproduce --shard 3/2", "'3/2' is no part; give I/N with I from 1 to N.")]
    [InlineData("reproduce --seeds 0", "0 seeds are not possible")]
    [InlineData("bench --threads 1 0", "0 threads are not possible")]
    [InlineData("bench --seconds 0", "0 seconds are not possible")]
    [InlineData("bench --device cuda", "'--device'")]
    [InlineData(
        "optimizers --schedule cosin",
        "Unknown schedule 'cosin'; known are step, exponential, cosine, linear, warm-up, one-cycle."
    )]
    [InlineData("--device tpu", "Unknown device 'tpu'; known are auto, cpu, cuda.")]
    [InlineData("gradients --data /no/such/folder", "/no/such/folder")]
    [InlineData("gradiens", "'gradiens'")]
    [InlineData("report", "RESULTS.json")]
    [InlineData("report /no/such/results.json", "/no/such/results.json")]
    [InlineData("report A.json B.json --factor 1", "--factor")]
    [InlineData("report A.json B.json --factor 1,5", "--factor")]
    public async Task RunAsync_WrongUsage_OneLineOnErrorAndExitCodeTwo(string arguments, string told)
    {
        var (exitCode, output, error) = await RunAsync(
            $"{arguments}{(arguments.Contains("gradiens") ? "" : " -o " + Output)}"
        );

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Empty(output);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(Output), "half a result was left");
    }

    [Fact]
    public async Task RunAsync_OutputFolderIsAFile_OneLineAndExitCodeTwo()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await RunAsync($"gradients --activation tanh --hidden 3 -o {file}");

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Empty(output);
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Gradients_SmallCell_PassesAndLeavesItsFiles()
    {
        var (exitCode, output, error) = await RunAsync($"gradients --activation tanh --hidden 3 -o {Output}");

        Assert.Equal(ExitCode.Passed, exitCode);
        Assert.Empty(error);
        Assert.StartsWith("Passed", output, StringComparison.Ordinal);
        Assert.Equal(
            ["junit.xml", "report.html", "results.json", "summary.md"],
            Directory.GetFileSystemEntries(Output).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public async Task Optimizers_SmallRun_FindsEveryKindOfCheck()
    {
        var (exitCode, output, _) = await RunAsync(
            $"optimizers --model autoencoder --optimizer sgd adam --step-size 0.01 --hidden 3 --updates 20 --json -o {Output}"
        );

        Assert.Equal(ExitCode.Passed, exitCode);
        using var document = JsonDocument.Parse(output);
        var ids = document
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Select(finding => finding.GetProperty("id").GetString()!)
            .ToList();
        Assert.Contains("updates/autoencoder/tanh/3/adam/0.01/float64/step-locked/parameters", ids);
        Assert.Contains("updates/autoencoder/tanh/3/adam/0.01/float64/step-locked/state-v", ids);
        Assert.Contains("trajectories/autoencoder/tanh/3/sgd/0.01/float64/loss", ids);
        Assert.Contains("relations/negation/autoencoder/negative/3/adam/0.01/float64/torchsharp", ids);
        Assert.Contains("relations/conservation/autoencoder/identity/3/sgd/0.001/float64/from-scratch", ids);
        Assert.DoesNotContain(ids, id => id.Contains("classifier", StringComparison.Ordinal));
        var adam = document
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .First(finding => finding.GetProperty("id").GetString()!.Contains("/adam/", StringComparison.Ordinal));
        Assert.Contains(
            adam.GetProperty("notes").EnumerateArray(),
            note => note.GetString()!.Contains("(O.38)", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Optimizers_OnlyStepLocked_RunsNothingElse()
    {
        var (exitCode, output, _) = await RunAsync(
            $"optimizers --only step-locked --model classifier --optimizer sgd --step-size 0.5 --hidden 3 --updates 5 --json -o {Output}"
        );

        Assert.Equal(ExitCode.Passed, exitCode);
        using var document = JsonDocument.Parse(output);
        Assert.All(
            document.RootElement.GetProperty("findings").EnumerateArray(),
            finding =>
                Assert.StartsWith(
                    "updates/classifier/784-3-3-10/sgd/0.5/",
                    finding.GetProperty("id").GetString(),
                    StringComparison.Ordinal
                )
        );
    }

    /// <summary>Both sides with a schedule; the settings name each option that was given.</summary>
    [Theory]
    [MemberData(nameof(Schedules))]
    public async Task Optimizers_Schedule_IsFollowedByBothSides(string schedule)
    {
        var (exitCode, output, _) = await RunAsync(
            $"optimizers --only step-locked --model classifier --optimizer adam sgd --schedule {schedule} --step-size 0.1 --hidden 3 --updates 12 --json -o {Output}"
        );
        Assert.Equal(ExitCode.Passed, exitCode);
        using var document = JsonDocument.Parse(output);
        var settings = document.RootElement.GetProperty("settings");
        Assert.Equal(schedule, settings.GetProperty("schedule").GetString());
        Assert.Equal("adam sgd", settings.GetProperty("optimizer").GetString());
        Assert.Equal("12", settings.GetProperty("updates").GetString());
    }

    public static TheoryData<string> Schedules => [.. ScheduleTable.Names];

    [Fact]
    public async Task Gradients_Json_PrintsTheDocumentAndNothingElse()
    {
        var (exitCode, output, _) = await RunAsync(
            $"gradients --activation relu --hidden 4 --precision float64 --json -o {Output}"
        );

        Assert.Equal(ExitCode.Passed, exitCode);
        using var document = JsonDocument.Parse(output);
        var root = document.RootElement;
        Assert.Equal(2, root.GetProperty("schema").GetInt32());
        Assert.Equal("pass", root.GetProperty("verdict").GetString());
        Assert.Equal(0, root.GetProperty("settings").GetProperty("seed").GetInt32());
        Assert.Equal(
            root.GetProperty("findings").GetArrayLength(),
            root.GetProperty("summary").EnumerateObject().Sum(status => status.Value.GetInt32())
        );
        Assert.Equal(
            output,
            await File.ReadAllTextAsync(Path.Combine(Output, "results.json"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Gradients_SameSeedTwice_SameBytesApartFromTheEnvironment()
    {
        var arguments = $"gradients --activation sigmoid --hidden 5 --seed 9 --json -o {Output}";
        var first = await RunAsync(arguments);
        var second = await RunAsync(arguments);
        var other = await RunAsync(arguments.Replace("--seed 9", "--seed 10", StringComparison.Ordinal));

        Assert.Equal(WithoutEnvironment(first.Output), WithoutEnvironment(second.Output));
        Assert.NotEqual(WithoutEnvironment(first.Output), WithoutEnvironment(other.Output));
    }

    [Fact]
    public async Task Report_OfSavedResults_GivesTheSameFiles()
    {
        await RunAsync($"gradients --activation identity --hidden 3 -q -o {Output}");
        var again = Path.Combine(_folder, "again");

        var (exitCode, output, _) = await RunAsync($"report {Path.Combine(Output, "results.json")} -q -o {again}");

        Assert.Equal(ExitCode.Passed, exitCode);
        Assert.Single(output.TrimEnd('\n').Split('\n'));
        foreach (var file in Directory.GetFiles(Output).Select(file => Path.GetFileName(file)))
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(Output, file), TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(Path.Combine(again, file), TestContext.Current.CancellationToken)
            );
    }

    [Fact]
    public async Task Report_OfTwoEqualRuns_FindsNothingWorse()
    {
        var results = Path.Combine(Output, "results.json");
        await RunAsync($"gradients --activation identity --hidden 3 -q -o {Output}");

        var (exitCode, output, _) = await RunAsync($"report {results} {results} -o {Output}");

        Assert.Equal(ExitCode.Passed, exitCode);
        Assert.StartsWith("No change: Both runs passed;", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Output, "changes.html")));
    }

    [Fact]
    public async Task Report_OfARunWithLess_SaysWorseAndExitCodeOne()
    {
        var (more, less) = (Path.Combine(_folder, "more"), Path.Combine(_folder, "less"));
        await RunAsync($"gradients --activation identity --hidden 3 -q -o {more}");
        await RunAsync($"gradients --activation identity --hidden 3 --precision float64 -q -o {less}");
        var files = $"{Path.Combine(more, "results.json")} {Path.Combine(less, "results.json")}";

        var (exitCode, output, _) = await RunAsync($"report {files} --json -o {Output}");

        Assert.Equal(ExitCode.Failed, exitCode);
        using var document = JsonDocument.Parse(output);
        Assert.True(document.RootElement.GetProperty("worse").GetBoolean());
        Assert.Contains(
            document.RootElement.GetProperty("findings").EnumerateArray(),
            change =>
                change.GetProperty("id").GetString()!.Contains("/float32/", StringComparison.Ordinal)
                && change.GetProperty("after").ValueKind == JsonValueKind.Null
        );
    }

    [Fact]
    public async Task Gradients_CancelledBeforeTheFirstCell_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        using StringWriter output = new(),
            error = new();

        var exitCode = await CommandLine.RunAsync(
            ["gradients", "--json", "-o", Output],
            new Session(output, error, ErrorIsTerminal: false, OutputColour: false),
            cancellation.Token
        );

        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.Empty(output.ToString());
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task Doctor_Json_NamesLibtorchAndData()
    {
        var (_, output, _) = await RunAsync("doctor --json");

        using var document = JsonDocument.Parse(output);
        var subjects = document
            .RootElement.GetProperty("diagnoses")
            .EnumerateArray()
            .Select(d => d.GetProperty("subject").GetString());
        Assert.Superset(new HashSet<string?> { "libtorch", "simd", "data digits", "data mnist" }, subjects.ToHashSet());
    }

    [Fact]
    public async Task Data_List_TellsWhereEachSetIs()
    {
        var (exitCode, output, _) = await RunAsync("data list");

        Assert.Equal(ExitCode.Passed, exitCode);
        Assert.Contains("digits", output, StringComparison.Ordinal);
        Assert.Contains("mnist", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfEveryCommand_ListsItsOptionsOnStdout()
    {
        foreach (var command in new[] { "", "check ", "gradients ", "data ", "doctor ", "report " })
        {
            var (exitCode, output, error) = await RunAsync($"{command}--help");
            Assert.Equal(ExitCode.Passed, exitCode);
            Assert.Contains("--json", output, StringComparison.Ordinal);
            Assert.Empty(error);
        }
    }

    private static string WithoutEnvironment(string json)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        Assert.True(document.Remove("environment"));
        return document.ToJsonString();
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string arguments)
    {
        using StringWriter output = new(),
            error = new();
        var exitCode = await CommandLine.RunAsync(
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            new Session(output, error, ErrorIsTerminal: false, OutputColour: false),
            TestContext.Current.CancellationToken
        );
        return (exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
