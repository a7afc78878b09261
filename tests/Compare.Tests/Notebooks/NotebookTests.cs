using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Compare.Commands;
using Compare.Notebooks;
using Compare.Tests.Support;

namespace Compare.Tests.Notebooks;

/// <summary>
/// The notebooks as they are committed: every cell runs, the saved outputs are those of the cells, and the C# program of each is the one
/// that <c>compare notebook</c> makes. With COMPARE_SAVE_NOTEBOOKS=1 the outputs are saved instead of compared.
/// </summary>
public sealed partial class NotebookTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.ipynb").Select(NameOf).Order()];

    internal static string Folder => Path.Combine(Repository.Root, "notebooks");

    private static bool SavesOutputs => Environment.GetEnvironmentVariable("COMPARE_SAVE_NOTEBOOKS") == "1";

    [Fact]
    public void Names_OfTheFolder_AreTheFiveLessons() =>
        Assert.Equal(["01", "02", "03", "04", "05"], Names.Select(name => name.Data[..2]));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Cells_InOrder_RunAndShowWhatIsSaved(string name)
    {
        var path = Path.Combine(Folder, $"{name}.ipynb");
        var notebook = NotebookDocument.Read(path);

        var outputs = await NotebookExecutor.RunAsync(notebook, Folder);

        if (SavesOutputs)
            await File.WriteAllTextAsync(path, notebook.WithOutputs(outputs), TestContext.Current.CancellationToken);
        else
            Assert.Equal(notebook.Outputs.Select(Kinds), outputs.Select(Kinds));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SavedOutputs_OfANotebook_HavePicturesAndNothingOfTheMachine(string name)
    {
        var outputs = NotebookDocument.Read(Path.Combine(Folder, $"{name}.ipynb")).Outputs;
        var text = string.Join('\n', outputs.Select(output => output.ToJsonString()));

        Assert.Contains("data:image/", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(OfTheMachine(), Data().Replace(text, ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Program_OfANotebook_IsTheOneThatTheCommandMakes(string name)
    {
        using var folder = new TemporaryFolder();
        var copy = folder[$"{name}.ipynb"];
        File.Copy(Path.Combine(Folder, $"{name}.ipynb"), copy);

        var (exitCode, error) = await CommandAsync(copy);

        Assert.Equal((ExitCode.Passed, ""), (exitCode, error));
        Assert.Equal(
            File.ReadAllText(Path.ChangeExtension(copy, ".cs")),
            File.ReadAllText(Path.Combine(Folder, $"{name}.cs"))
        );
    }

    [Fact]
    public async Task Command_FileThatIsNoNotebook_OneLineAndExitCodeTwo()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["lesson.ipynb"], "{}", TestContext.Current.CancellationToken);
        foreach (var file in new[] { folder["lesson.ipynb"], folder["missing.ipynb"] })
        {
            var (exitCode, error) = await CommandAsync(file);

            Assert.Equal(ExitCode.Usage, exitCode);
            Assert.StartsWith($"compare: {file}: ", error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd('\n').Split('\n'));
        }
        Assert.False(File.Exists(folder["lesson.cs"]), "a program was left");
    }

    /// <summary>Odd JSON within a notebook for the kernel: one line that says what is wrong.</summary>
    [Theory]
    [InlineData("""{"nbformat": 4.5}""", "format 4")]
    [InlineData("""{"nbformat": "4"}""", "format 4")]
    [InlineData("""{"nbformat": 4, "metadata": []}""", "kernel")]
    [InlineData("""{"nbformat": 4, "metadata": {"kernelspec": 3}}""", "kernel")]
    [InlineData("""{"nbformat": 4, "nbformat": 4, KERNEL}""", "nbformat")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": {}}""", "list of cells")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [null]}""", "cell 1")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [{"cell_type": 1, "source": ""}]}""", "cell 1")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [{"cell_type": "markdown"}]}""", "source")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [{"cell_type": "markdown", "source": [null]}]}""", "source")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [{"cell_type": "markdown", "source": [["a"]]}]}""", "source")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [{"cell_type": "markdown", "source": 7}]}""", "source")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [{"cell_type": "code", "source": ""}]}""", "outputs")]
    [InlineData("""{"nbformat": 4, KERNEL, "cells": [{"cell_type": "markdown", "source": "\ud800"}]}""", "Unicode")]
    [InlineData("""{"nbformat": 4, KERNEL, "\udc00": 1, "cells": []}""", "Unicode")]
    public async Task Command_OddNotebook_OneLineAndExitCodeTwo(string json, string told)
    {
        using var folder = new TemporaryFolder();
        var file = folder["lesson.ipynb"];
        await File.WriteAllTextAsync(
            file,
            json.Replace(
                "KERNEL",
                """
                "metadata": {"kernelspec": {"name": ".net-csharp"}}
                """.Trim(),
                StringComparison.Ordinal
            ),
            TestContext.Current.CancellationToken
        );
        var (exitCode, error) = await CommandAsync(file);
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    /// <summary>Prose never becomes code, whatever ends a line in C#, and neither does the name of the file.</summary>
    [Theory]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u0085")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\f")]
    [InlineData("\n")]
    public void Program_OfProseWithLineEnds_HasNoCodeInIt(string lineEnd)
    {
        using var folder = new TemporaryFolder();
        var file = folder[$"a\"b{(lineEnd is "\r" or "\n" ? "" : lineEnd)}; Evil(); .ipynb"];
        File.WriteAllText(
            file,
            new JsonObject
            {
                ["nbformat"] = 4,
                ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp" } },
                ["cells"] = new JsonArray(
                    new JsonObject { ["cell_type"] = "markdown", ["source"] = $"words{lineEnd}Evil();" }
                ),
            }.ToJsonString()
        );
        var program = NotebookProgram.Of(NotebookDocument.Read(file));
        var root = Microsoft
            .CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(
                program,
                new Microsoft.CodeAnalysis.CSharp.CSharpParseOptions(
                    Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview
                ).WithFeatures([new("FileBasedProgram", "true")]),
                cancellationToken: TestContext.Current.CancellationToken
            )
            .GetRoot(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(
            root.DescendantNodes(),
            node => node is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax
        );
    }

    private static async Task<(int ExitCode, string Error)> CommandAsync(string file)
    {
        using var output = new StringWriter();
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await CommandLine.RunAsync(
            ["notebook", file],
            new Session(output, error, ErrorIsTerminal: false, OutputColour: false),
            TestContext.Current.CancellationToken
        );
        return (exitCode, error.ToString());
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>What the outputs of a cell are, without their contents.</summary>
    private static string Kinds(JsonArray outputs) =>
        string.Join(
            ", ",
            outputs.Select(output =>
                output!["data"] is JsonObject data ? string.Join('/', data.Select(part => part.Key)) : "printed"
            )
        );

    /// <summary>Paths, addresses, dates, times, identifiers.</summary>
    [GeneratedRegex(
        @"/(home|root|tmp|usr|work|Users)/|[A-Z]:\\\\|https?://|\d+\.\d+\.\d+\.\d+|\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|[0-9a-f]{8}-[0-9a-f]{4}-"
    )]
    private static partial Regex OfTheMachine();

    [GeneratedRegex("base64,[A-Za-z0-9+/=]+")]
    private static partial Regex Data();
}
