using System.Diagnostics;
using System.Text.RegularExpressions;
using Compare.Checks.Own;
using Compare.Commands;
using Compare.Reference.Optimizers;
using Compare.Tests.Notebooks;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Compare.Tests;

/// <summary>What the README shows works: its commands are understood, its C# runs, its Python compiles, its links lead somewhere.</summary>
public sealed partial class ReadmeTests
{
    private const string Program = "dotnet run -c Release --project src/Compare";

    private static readonly string Root = FindRoot();
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md"));

    public static TheoryData<string> Commands =>
        [
            .. Blocks("sh")
                .SelectMany(block => block.Split('\n'))
                .SelectMany(line => ProgramCalls().Matches(line).Select(match => match.Groups[1].Value.Trim()))
                .Concat(Spans().Matches(Readme).Select(match => match.Groups[1].Value))
                .Distinct(),
        ];

    /// <summary>Not run, because some take a quarter of an hour; but parsed, with every option and value.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_IsUnderstood(string arguments)
    {
        var session = new Session(TextWriter.Null, TextWriter.Null, ErrorIsTerminal: false, OutputColour: false);
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parsed = CommandLine.Commands(session).Parse(words);
        Assert.Empty(parsed.Errors);
        // The first word is a command, and no argument of the root.
        Assert.Equal(words.Length > 0, parsed.CommandResult.Parent is not null);
    }

    /// <summary>The examples that end within seconds.</summary>
    [Theory]
    [InlineData("gradients")]
    [InlineData("optimizers")]
    [InlineData("pca")]
    public async Task Example_Runs(string command)
    {
        var example = Assert
            .Single(Commands, row => row.Data.StartsWith(command + " --", StringComparison.Ordinal))
            .Data;
        var folder = Directory.CreateTempSubdirectory("compare-tests-");
        try
        {
            var (output, error) = (new StringWriter(), new StringWriter());
            var exitCode = await CommandLine.RunAsync(
                [.. example.Split(' '), "-o", folder.FullName],
                new Session(output, error, ErrorIsTerminal: false, OutputColour: false),
                TestContext.Current.CancellationToken
            );
            Assert.True(exitCode == ExitCode.Passed, output.ToString() + error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Commands_AreMany() => Assert.InRange(Commands.Count, 10, 60);

    /// <summary>With the usings that the text names below the block.</summary>
    [Fact]
    public async Task CSharp_Runs()
    {
        var usings = string.Join('\n', Usings().Matches(Readme).Select(match => match.Value));
        var options = ScriptOptions
            .Default.WithImports("System", "System.Linq", "System.Collections.Generic")
            .WithReferences(LoadedAssemblies.Given)
            .AddReferences(typeof(OwnGradient).Assembly, typeof(Momentum).Assembly)
            .WithMetadataResolver(new LoadedAssemblies())
            .WithLanguageVersion(LanguageVersion.Latest);
        var blocks = Blocks("csharp").ToList();
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
            await CSharpScript.RunAsync(
                $"{usings}\n{block}",
                options,
                cancellationToken: TestContext.Current.CancellationToken
            );
    }

    [Fact]
    public async Task Python_Compiles()
    {
        foreach (var block in Blocks("python"))
        {
            var start = new ProcessStartInfo("python3")
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add("import sys; compile(sys.stdin.read(), 'README.md', 'exec')");
            Process? python = null;
            try
            {
                python = Process.Start(start);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Skip("There is no python3 here.");
            }
            using (python)
            {
                await python!.StandardInput.WriteAsync(block);
                python.StandardInput.Close();
                var error = await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                await python.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.True(python.ExitCode == 0, error);
            }
        }
    }

    [Fact]
    public void Links_LeadToFilesOfTheRepository() =>
        Assert.All(
            Links().Matches(Readme).Select(match => match.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(Root, link)), link)
        );

    private static IEnumerable<string> Blocks(string language) =>
        Regex
            .Matches(Readme, $"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Compare.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex($"{Program}(?: -- ([^\"]*))?")]
    private static partial Regex ProgramCalls();

    /// <summary>Calls in the text, which begin with a command and go on with an option or an argument.</summary>
    [GeneratedRegex(
        @"`((?:gradients|optimizers|pca|reproduce|bench|data|trace|report) (?:-|table|audit|list|fetch|verify)[^`\[\]|]*)`"
    )]
    private static partial Regex Spans();

    [GeneratedRegex(@"using [A-Za-z.]+;")]
    private static partial Regex Usings();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Links();
}
