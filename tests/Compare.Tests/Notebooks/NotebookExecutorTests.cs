using System.Text.Json.Nodes;
using Compare.Notebooks;
using Compare.Tests.Support;

namespace Compare.Tests.Notebooks;

/// <summary>The executor itself: what a notebook must not do makes it fail, at the place where it happens.</summary>
public sealed class NotebookExecutorTests
{
    [Fact]
    public async Task RunAsync_DisplaysAndPrints_ReturnsThemInTheirOrder()
    {
        var outputs = await RunAsync(
            """
            var x = 2;
            Console.Write("a\nb");
            (x + 1).Display();
            "<b>c</b>".DisplayAs("text/html");
            """,
            "await Task.Delay(1); display(x);"
        );

        Assert.Equal(
            """
            [{"name":"stdout","output_type":"stream","text":["a\n","b"]},{"data":{"text/plain":["3"]},"metadata":{},"output_type":"display_data"},{"data":{"text/html":["\u003Cb\u003Ec\u003C/b\u003E"]},"metadata":{},"output_type":"display_data"}]
            [{"data":{"text/plain":["2"]},"metadata":{},"output_type":"display_data"}]
            """,
            string.Join('\n', outputs.Select(output => output.ToJsonString()))
        );
    }

    [Theory]
    [InlineData("var y = z;", "error CS0103")]
    [InlineData("throw new InvalidOperationException(\"no such luck\");", "no such luck")]
    [InlineData("await Task.FromException(new InvalidOperationException(\"later\"));", "later")]
    // Not among the kernel's usings, and not referenced.
    [InlineData("File.Exists(\"x\");", "error CS0103")]
    [InlineData("using Compare.Sides;", "error CS0234")]
    [InlineData("#r \"../src/Compare/bin/Debug/net10.0/Compare.dll\"", "error CS0006")]
    [InlineData("#load \"missing.csx\"", "error CS1504")]
    public async Task RunAsync_CellThatFails_NamesNotebookCellAndReason(string cell, string reason)
    {
        var failure = await Assert.ThrowsAsync<NotebookException>(() => RunAsync("var x = 1;", cell, "never();"));

        Assert.StartsWith("lesson, code cell 2: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "format 4")]
    [InlineData("[1", "LineNumber")]
    [InlineData("""{"nbformat": 4, "metadata": {"kernelspec": {"name": "python3"}}, "cells": []}""", ".net-csharp")]
    [InlineData("""{"nbformat": 4, "metadata": {"kernelspec": {"name": ".net-csharp"}}, "cells": [{}]}""", "source")]
    public void Read_NoSuchNotebook_NamesFileAndReason(string json, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["lesson.ipynb"], json);

        var failure = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Read(folder["lesson.ipynb"]));

        Assert.StartsWith(folder["lesson.ipynb"], failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonArray>> RunAsync(params string[] cells)
    {
        using var folder = new TemporaryFolder();
        var document = new JsonObject
        {
            ["nbformat"] = 4,
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp" } },
            ["cells"] = new JsonArray([
                .. cells.Select(cell => new JsonObject
                {
                    ["cell_type"] = "code",
                    ["outputs"] = new JsonArray(),
                    ["source"] = cell,
                }),
            ]),
        };
        File.WriteAllText(folder["lesson.ipynb"], document.ToJsonString());
        return await NotebookExecutor.RunAsync(NotebookDocument.Read(folder["lesson.ipynb"]), folder.Path);
    }
}
