using System.Text.Json;
using Compare.Commands;
using Compare.Problems.Recorded.Runs;
using Compare.Tests.Support;

namespace Compare.Tests.Commands;

/// <summary><c>compare runs</c> in process: verdicts and exit codes, and one line for everything that is no run.</summary>
public sealed class RunsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, ExitCode.Passed, "Passed")]
    [InlineData(2, ExitCode.Failed, "Failed")]
    public async Task RunAsync_TwoRuns_SaysWhetherTheyPart(double loss, int expected, string verdict)
    {
        Record("a", 1);
        Record("b", loss);
        var (exitCode, output, _) = await RunAsync("runs", _folder["a"], _folder["b"], "-o", _folder["out"]);
        Assert.Equal(expected, exitCode);
        Assert.StartsWith(verdict, output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out/report.html"]));
    }

    [Fact]
    public async Task RunAsync_Json_HasTheDepartureAsData()
    {
        Record("a", 1);
        Record("b", 2);
        var (_, output, _) = await RunAsync("runs", _folder["a"], _folder["b"], "--json", "-o", _folder["out"]);
        var departure = JsonDocument.Parse(output).RootElement.GetProperty("findings")[0];
        Assert.Equal("runs/first-departure", departure.GetProperty("id").GetString());
        Assert.Equal("disagrees", departure.GetProperty("status").GetString());
        Assert.Equal(1, departure.GetProperty("location").GetProperty("update").GetInt64());
    }

    [Theory]
    [InlineData("a", "missing", "there is no such file or folder")]
    [InlineData("a", "empty", "without a file whose name has the number of an update")]
    public async Task RunAsync_NoRun_OneLineAndExitCodeTwo(string a, string b, string told)
    {
        Record("a", 1);
        Directory.CreateDirectory(_folder["empty"]);
        var (exitCode, output, error) = await RunAsync("runs", _folder[a], _folder[b], "-o", _folder["out"]);
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]), "half a result was left");
    }

    [Fact]
    public async Task RunAsync_RecordWithoutALanguage_IsWrongUsage()
    {
        var (exitCode, output, error) = await RunAsync("record");
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Empty(output);
        Assert.Contains("--python", error, StringComparison.Ordinal);
    }

    private void Record(string name, double loss)
    {
        using var record = Recorder.Open(_folder[name]);
        record.Number("loss", loss);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(
            arguments,
            new Session(output, error, false, false),
            TestContext.Current.CancellationToken
        );
        return (exitCode, output.ToString(), error.ToString());
    }
}
