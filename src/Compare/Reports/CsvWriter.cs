using System.Text;
using Compare.Results;

namespace Compare.Reports;

/// <summary>Writes a table as comma-separated values (RFC 4180), the cells as the report shows them.</summary>
public static class CsvWriter
{
    private const string LineEnd = "\r\n";

    /// <summary>Writes a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The headings and the rows, one record each; lines end with CR LF, as the format has it.</returns>
    public static string Write(TableFigure table)
    {
        var text = new StringBuilder();
        foreach (var record in table.Rows.Prepend(table.Columns))
            text.AppendJoin(',', record.Select(Field)).Append(LineEnd);
        return text.ToString();
    }

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
