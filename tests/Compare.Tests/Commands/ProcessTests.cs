using System.Diagnostics;
using System.Globalization;
using Compare.Commands;

namespace Compare.Tests.Commands;

/// <summary>The command line as a real process: exit codes, streams, signals and switches of the environment.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Doctor_OnThisMachine_ReportsOnOutputAlone()
    {
        using var process = Start(["doctor"]);
        var (output, error) = await ReadAsync(process);

        Assert.Equal(ExitCode.Passed, process.ExitCode);
        Assert.Contains("libtorch", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Check_UnknownOption_ExitCodeTwoAndNothingOnOutput()
    {
        using var process = Start(["check", "--bogus"]);
        var (output, error) = await ReadAsync(process);

        Assert.Equal(ExitCode.Usage, process.ExitCode);
        Assert.Empty(output);
        Assert.Contains("'--bogus'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gradients_LibtorchFolderNotThere_ExitCodeThreeAndOneLine()
    {
        var missing = Path.Combine(_folder, "missing");
        using var process = Start(["gradients", "-o", Path.Combine(_folder, "out")], ("COMPARE_LIBTORCH", missing));
        var (output, error) = await ReadAsync(process);

        Assert.Equal(ExitCode.Unavailable, process.ExitCode);
        Assert.Empty(output);
        Assert.Contains(missing, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [Fact]
    public async Task Trace_FileThatIsAPickle_ExitCodeTwoAndOneLine()
    {
        var file = Path.Combine(_folder, "run.npz");
        await File.WriteAllBytesAsync(file, [0x80, 4, .. "cos\nsystem\n"u8], TestContext.Current.CancellationToken);
        using var process = Start(["trace", file, "-o", Path.Combine(_folder, "out")]);
        var (output, error) = await ReadAsync(process);

        Assert.Equal(ExitCode.Usage, process.ExitCode);
        Assert.Empty(output);
        Assert.StartsWith(
            $"compare: {file}: the file is a pickle, which is never executed",
            error,
            StringComparison.Ordinal
        );
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public async Task Check_Signal_SavesWhatIsFinished(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        Assert.SkipWhen(
            signal == "INT" && IgnoresInterrupts(),
            "SIGINT is ignored here, as in a shell's background job."
        );
        var results = Path.Combine(_folder, "results.json");
        using var process = Start(["check", "--threads", "1", "-o", _folder]);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        // The first note of progress comes after the first finished cell.
        var note = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        var pid = process.Id.ToString(CultureInfo.InvariantCulture);
        using (var kill = Process.Start("kill", [$"-{signal}", pid]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(note);
        Assert.Equal(exitCode, process.ExitCode);
        Assert.StartsWith("Interrupted", await output, StringComparison.Ordinal);
        Assert.Contains(
            "\"interrupted\": true",
            await File.ReadAllTextAsync(results, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    /// <summary>Child processes inherit it, and .NET leaves it as it is.</summary>
    private static bool IgnoresInterrupts() =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status")
            .FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            is { } ignored
        && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & 0b10) != 0;

    private static Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Compare.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<(string Output, string Error)> ReadAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await output, await error);
    }
}
