using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Compare.Notebooks;

namespace Compare.Tests.Notebooks;

/// <summary>The notebooks in .NET Interactive itself, where it is installed: <c>dotnet tool install -g Microsoft.dotnet-interactive</c>.</summary>
public sealed class KernelTests
{
    [Theory]
    [MemberData(nameof(NotebookTests.Names), MemberType = typeof(NotebookTests))]
    public async Task Cells_InTheRealKernel_RunAndShowHtml(string name)
    {
        var kernel = Find();
        Assert.SkipWhen(kernel is null, "dotnet-interactive is not installed.");
        var notebook = NotebookDocument.Read(Path.Combine(NotebookTests.Folder, $"{name}.ipynb"));
        using var process = Start(kernel);
        try
        {
            var cells = notebook.Cells.Where(cell => cell.IsCode).ToList();
            for (var i = 0; i < cells.Count; i++)
            {
                var shown = await SubmitAsync(process, cells[i].Source, i + 1);
                Assert.Equal(notebook.Outputs[i].Count(IsHtml), shown.Count(kind => kind == "text/html"));
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsHtml(JsonNode? output) => output?["data"]?["text/html"] is not null;

    private static string? Find()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var name = OperatingSystem.IsWindows() ? "dotnet-interactive.exe" : "dotnet-interactive";
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append(Path.Combine(home, ".dotnet", "tools"))
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static Process Start(string kernel)
    {
        var start = new ProcessStartInfo(kernel)
        {
            WorkingDirectory = NotebookTests.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in new[] { "stdio", "--default-kernel", "csharp" })
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        return Process.Start(start)!;
    }

    /// <summary>Runs one cell; the kernel speaks JSON, a line for each event.</summary>
    /// <returns>The kinds of what it showed.</returns>
    private static async Task<List<string>> SubmitAsync(Process process, string code, int number)
    {
        var token = number.ToString("'cell-'0", CultureInfo.InvariantCulture);
        var command = new JsonObject
        {
            ["token"] = token,
            ["commandType"] = "SubmitCode",
            ["command"] = new JsonObject { ["code"] = code, ["targetKernelName"] = "csharp" },
        };
        await process.StandardInput.WriteLineAsync(command.ToJsonString());
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var shown = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (!line.StartsWith('{') || JsonNode.Parse(line) is not { } happened)
                continue;
            if (happened["command"]?["token"]?.GetValue<string>() != token)
                continue;
            switch (happened["eventType"]!.GetValue<string>())
            {
                case "DisplayedValueProduced" or "ReturnValueProduced":
                    shown.AddRange(
                        happened["event"]!["formattedValues"]!
                            .AsArray()
                            .Select(value => value!["mimeType"]!.GetValue<string>())
                    );
                    break;
                case "CommandFailed":
                    Assert.Fail($"code cell {number}: {happened["event"]!["message"]}");
                    break;
                case "CommandSucceeded":
                    return shown;
            }
        }
        Assert.Fail($"the kernel ended in code cell {number}");
        return shown;
    }
}
