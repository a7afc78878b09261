using System.Diagnostics;
using Compare.Tests.Support;

namespace Compare.Tests.Notebooks;

/// <summary>A notebook's program as somebody without a kernel runs it.</summary>
public sealed class ProgramProcessTests
{
    [Fact]
    public async Task Run_FirstLesson_PrintsItsResultsAndLeavesAPageWithPictures()
    {
        using var folder = new TemporaryFolder();
        var name = NotebookTests.Names.Select(row => row.Data).First();
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in new[] { "run", "-c", "Release", Path.Combine(NotebookTests.Folder, $"{name}.cs") })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await output + await error);
        Assert.Contains("my gradient: agrees", await output, StringComparison.Ordinal);
        Assert.Contains("my gradient: 2 of 9 comparisons disagree.", await output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(
            Path.Combine(folder.Path, "out", $"{name}.html"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("data:image/svg+xml", page, StringComparison.Ordinal);
    }
}
