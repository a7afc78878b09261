using System.Text;
using System.Text.Json.Nodes;

namespace Compare.Tests.Support;

/// <summary>The outputs of the cell that runs, in the form in which Jupyter saves them.</summary>
internal static class CellOutputs
{
    private static readonly StringBuilder Printed = new();
    private static JsonArray _outputs = [];

    /// <summary>Takes what the cell has left, and begins the next one.</summary>
    /// <returns>Displayed values and printed text in their order.</returns>
    public static JsonArray Take()
    {
        Flush();
        var outputs = _outputs;
        _outputs = [];
        return outputs;
    }

    /// <summary>Receives what a cell prints.</summary>
    /// <returns>A writer for the console's place.</returns>
    public static TextWriter Console() => new StringWriter(Printed) { NewLine = "\n" };

    /// <summary>Adds a value: as HTML if its type says how, as text otherwise.</summary>
    public static void Add(object value)
    {
        // By its attribute alone, as the kernel does.
        var attribute = value
            .GetType()
            .GetCustomAttributes(inherit: true)
            .FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute is null)
        {
            Add("text/plain", value.ToString() ?? "");
            return;
        }
        var source = Activator.CreateInstance(
            (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!
        )!;
        var formatters =
            (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, parameters: null)!;
        var formatter = formatters.Single();
        var mimeType = (string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!;
        Assert.Contains(
            mimeType,
            (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!
        );
        using var text = new StringWriter();
        Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, text]));
        Add(mimeType, text.ToString());
    }

    /// <summary>Adds a text of a given kind.</summary>
    public static void Add(string mimeType, string text)
    {
        Flush();
        _outputs.Add(
            new JsonObject
            {
                ["data"] = new JsonObject { [mimeType] = Lines(text) },
                ["metadata"] = new JsonObject(),
                ["output_type"] = "display_data",
            }
        );
    }

    private static void Flush()
    {
        if (Printed.Length > 0)
            _outputs.Add(
                new JsonObject
                {
                    ["name"] = "stdout",
                    ["output_type"] = "stream",
                    ["text"] = Lines(Printed.ToString()),
                }
            );
        Printed.Clear();
    }

    /// <summary>Lines with their ends, as Jupyter keeps a text.</summary>
    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start) is >= 0 and var at ? at + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }
}
