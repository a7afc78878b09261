using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Compare.Notebooks;

/// <summary>A notebook (.ipynb, nbformat 4) for the kernel .NET (C#).</summary>
internal sealed class NotebookDocument
{
    /// <summary>As Jupyter writes it.</summary>
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _document;
    private readonly List<JsonObject> _code;

    private NotebookDocument(string name, JsonObject document, IReadOnlyList<NotebookCell> cells, List<JsonObject> code)
    {
        Name = name;
        Cells = cells;
        _document = document;
        _code = code;
    }

    /// <summary>The file's name without its ending.</summary>
    public string Name { get; }

    /// <summary>The cells from top to bottom.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>The outputs saved with each code cell.</summary>
    public IReadOnlyList<JsonArray> Outputs => [.. _code.Select(cell => cell["outputs"]!.AsArray())];

    /// <summary>Reads a notebook.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The notebook.</returns>
    /// <exception cref="NotebookFormatException">It cannot be read, or is no such notebook.</exception>
    public static NotebookDocument Read(string path)
    {
        try
        {
            return Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new NotebookFormatException($"{path}: {e.Message}", e);
        }
        catch (NotebookFormatException e)
        {
            throw new NotebookFormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The notebook with other outputs.</summary>
    /// <param name="outputs">For each code cell its outputs, in Jupyter's form.</param>
    /// <returns>The text of the file; it ends with a line feed.</returns>
    public string WithOutputs(IReadOnlyList<JsonArray> outputs)
    {
        var document = _document.DeepClone();
        var code = document["cells"]!.AsArray().Where(IsCode).ToList();
        for (var i = 0; i < code.Count; i++)
        {
            code[i]!["execution_count"] = i + 1;
            code[i]!["outputs"] = outputs[i].DeepClone();
        }
        return document.ToJsonString(Format) + "\n";
    }

    private static NotebookDocument Parse(string name, string json)
    {
        if (JsonNode.Parse(json) is not JsonObject document || document["nbformat"]?.GetValue<int>() != 4)
            throw new NotebookFormatException("is not a notebook of format 4.");
        if (document["metadata"]?["kernelspec"]?["name"]?.GetValue<string>() is not ".net-csharp")
            throw new NotebookFormatException("is not a notebook for the kernel .net-csharp.");
        if (document["cells"] is not JsonArray cells || cells.Any(cell => cell?["source"] is null))
            throw new NotebookFormatException("has no cells, or a cell without a source.");
        var code = cells.Where(IsCode).Select(cell => cell!.AsObject()).ToList();
        if (code.Any(cell => cell["outputs"] is not JsonArray))
            throw new NotebookFormatException("has a code cell without a list of outputs.");
        return new NotebookDocument(
            name,
            document,
            [.. cells.Select(cell => new NotebookCell(IsCode(cell), Source(cell!["source"]!)))],
            code
        );
    }

    private static bool IsCode(JsonNode? cell) => cell?["cell_type"]?.GetValue<string>() == "code";

    /// <summary>A text, or a list of lines with their ends.</summary>
    private static string Source(JsonNode source) =>
        source is JsonArray lines
            ? string.Concat(lines.Select(line => line!.GetValue<string>()))
            : source.GetValue<string>();
}
