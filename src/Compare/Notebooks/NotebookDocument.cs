using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Compare.Reports;

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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
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
        using var strict = StrictJson.Parse(json);
        if (
            strict.RootElement.ValueKind != JsonValueKind.Object
            || JsonObject.Create(strict.RootElement.Clone()) is not { } document
            || !IsFour(document["nbformat"])
        )
            throw new NotebookFormatException("is not a notebook of format 4.");
        if (Text(Member(Member(document["metadata"], "kernelspec"), "name")) is not ".net-csharp")
            throw new NotebookFormatException("is not a notebook for the kernel .net-csharp.");
        if (document["cells"] is not JsonArray cells)
            throw new NotebookFormatException("has no list of cells.");
        var code = new List<JsonObject>();
        var parsed = new List<NotebookCell>();
        foreach (var cell in cells)
        {
            var number = parsed.Count + 1;
            if (cell is not JsonObject whole || Text(whole["cell_type"]) is not { } type)
                throw Wrong(number, "is no object with a cell_type and a source");
            if (Source(whole["source"]) is not { } source)
                throw Wrong(number, "has no source, which is a text or a list of texts");
            if (type == "code")
            {
                if (whole["outputs"] is not JsonArray)
                    throw Wrong(number, "is code without a list of outputs");
                code.Add(whole);
            }
            parsed.Add(new NotebookCell(type == "code", source));
        }
        return new NotebookDocument(name, document, parsed, code);
    }

    private static NotebookFormatException Wrong(int cell, string what) =>
        new(FormattableString.Invariant($"cell {cell} {what}."));

    private static bool IsCode(JsonNode? cell) => Text(Member(cell, "cell_type")) == "code";

    private static bool IsFour(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) && number == 4;

    private static JsonNode? Member(JsonNode? node, string name) => node is JsonObject whole ? whole[name] : null;

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A text, or a list of lines with their ends; null for anything else.</summary>
    private static string? Source(JsonNode? source)
    {
        if (source is not JsonArray lines)
            return Text(source);
        var texts = lines.Select(Text).ToList();
        return texts.Contains(null) ? null : string.Concat(texts);
    }
}
