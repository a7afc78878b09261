using System.Text;
using System.Text.Json;
using Compare.Reports.Json;
using Compare.Results;

namespace Compare.Reports;

/// <summary>Reads results.json, and nothing else: whatever <see cref="JsonWriter"/> would not have written is refused.</summary>
public static class JsonReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of a results.json.</param>
    /// <returns>The report, from which the writers make the same bytes again.</returns>
    /// <exception cref="ReportFormatException">The file cannot be read or is not a results.json.</exception>
    public static Report Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportFormatException(
                $"{path}: cannot be read, expected a results.json. {Printable.OneLine(exception.Message)}",
                exception
            );
        }
    }

    /// <summary>Reads the contents of a file.</summary>
    /// <param name="contents">UTF-8, with or without a byte order mark.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ReportFormatException">The contents are not a results.json.</exception>
    public static Report Parse(ReadOnlySpan<byte> contents, string file)
    {
        JsonDocument document;
        try
        {
            document = StrictJson.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(contents));
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            throw new ReportFormatException(
                $"{file}: not JSON, expected a results.json. {Printable.OneLine(exception.Message)}",
                exception
            );
        }
        using (document)
            return Read(new JsonPlace(file, "", document.RootElement.Clone()));
    }

    private static Report Read(JsonPlace root)
    {
        // First, so that a newer format is called that.
        var schema = root.Member("schema");
        if (root.Value.ValueKind == JsonValueKind.Object && schema.Count is not (1 or JsonWriter.Schema))
            throw schema.Expected($"1 or {Numbers.Text(JsonWriter.Schema)}");
        root.Having("schema", "command", "verdict", "summary", "findings", "figures", "environment", "settings");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var report = new Report(
            root.Member("command").Text,
            root.Member("findings")
                .List(place => Unique(FindingJson.Read(place, schema.Count), place, ids, finding => finding.Id)),
            root.Member("figures").List(place => Unique(FigureReader.Read(place), place, ids, figure => figure.Id)),
            root.Member("environment").Members,
            root.Member("settings").Members
        );
        Confirm(root, report);
        return report;
    }

    private static T Unique<T>(T value, JsonPlace place, HashSet<string> ids, Func<T, string> id) =>
        ids.Add(id(value)) ? value : throw place.Member("id").Expected("an id that nothing before it has");

    /// <summary>Verdict and summary say again what the findings say; a file in which they differ has been tampered with.</summary>
    private static void Confirm(JsonPlace root, Report report)
    {
        var isFirst = root.Member("schema").Count == 1;
        // Schema 1 knew two verdicts and five statuses.
        var verdict =
            !isFirst ? JsonNames.Verdict(report.Outcome)
            : report.Passed ? "pass"
            : "fail";
        if (root.Member("verdict").Text != verdict)
            throw root.Member("verdict").Expected($"\"{verdict}\" from the findings");
        var statuses = JsonNames.SummaryOrder.Where(status => !isFirst || status != Status.Undecided).ToList();
        var summary = root.Member("summary").Having([.. statuses.Select(StatusWords.Name)]);
        foreach (var status in statuses)
            if (summary.Member(StatusWords.Name(status)) is var place && place.Count != report.Count(status))
                throw place.Expected($"{Numbers.Text(report.Count(status))} from the findings");
    }
}
