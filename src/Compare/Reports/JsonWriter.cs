using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Compare.Reports.Json;
using Compare.Results;

namespace Compare.Reports;

/// <summary>Writes results.json: the whole report as data, the same text for the same report.</summary>
public static class JsonWriter
{
    /// <summary>The version of the format, the value of <c>schema</c>.</summary>
    public const int Schema = 2;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // Readable: only what JSON demands is escaped. Copies inside HTML go through HtmlText.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>
    /// Indented JSON with LF and a final newline. Numbers are the shortest that read back as the same bits; NaN and infinities are
    /// the strings <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>; lists of numbers take one line each.
    /// </returns>
    public static string Write(Report report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            Write(json, report);
        stream.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Report report)
    {
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        JsonValues.Write(json, "command", report.Command);
        JsonValues.Write(json, "verdict", JsonNames.Verdict(report.Outcome));
        json.WriteStartObject("summary");
        foreach (var status in JsonNames.SummaryOrder)
            json.WriteNumber(StatusWords.Name(status), report.Count(status));
        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
            FindingJson.Write(json, finding);
        json.WriteEndArray();
        json.WriteStartArray("figures");
        foreach (var figure in report.Figures)
            FigureWriter.Write(json, figure);
        json.WriteEndArray();
        json.WritePropertyName("environment");
        JsonValues.Write(json, report.Environment);
        json.WritePropertyName("settings");
        JsonValues.Write(json, report.Settings);
        json.WriteEndObject();
    }
}
