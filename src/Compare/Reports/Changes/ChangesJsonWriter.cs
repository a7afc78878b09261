using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Compare.Reports.Json;
using Compare.Results;

namespace Compare.Reports.Changes;

/// <summary>Writes what changed between two runs as one JSON document.</summary>
internal static class ChangesJsonWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the changes.</summary>
    /// <param name="changes">The changes.</param>
    /// <returns>Indented JSON with LF and a final newline.</returns>
    public static string Write(ReportChanges changes)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            Write(json, changes);
        stream.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ReportChanges changes)
    {
        json.WriteStartObject();
        json.WriteNumber("schema", JsonWriter.Schema);
        json.WriteBoolean("worse", changes.GotWorse);
        json.WriteStartArray("findings");
        foreach (var change in changes.Findings)
        {
            json.WriteStartObject();
            JsonValues.Write(json, "id", change.Latest.Id);
            JsonValues.Write(json, "direction", DirectionWords.Name(change.Direction));
            JsonValues.Write(json, "change", change.Words);
            Write(json, "before", change.Before);
            Write(json, "after", change.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Write(json, "settings", changes.Settings);
        Write(json, "environment", changes.Environment);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Finding? finding)
    {
        if (finding is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        JsonValues.Write(json, "status", StatusWords.Name(finding.Status));
        JsonValues.Write(json, "ratio", finding.Ratio);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<ValueChange> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            JsonValues.Write(json, "name", value.Name);
            JsonValues.Write(json, "before", value.Before);
            JsonValues.Write(json, "after", value.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
