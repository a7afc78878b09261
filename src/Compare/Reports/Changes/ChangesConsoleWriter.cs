using Compare.Results;

namespace Compare.Reports.Changes;

/// <summary>Writes what changed between two runs as plain text for a terminal.</summary>
internal static class ChangesConsoleWriter
{
    private const int MostFindings = 20;
    private const string Red = "31";
    private const string Green = "32";

    /// <summary>Writes the changes.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="output">Receives them; lines end with its own line end.</param>
    /// <param name="colour">Whether to colour the verdict with ANSI sequences.</param>
    /// <param name="quiet">Whether to write the line with the verdict only.</param>
    /// <param name="path">Where the page lies.</param>
    public static void Write(ReportChanges changes, TextWriter output, bool colour, bool quiet, string path)
    {
        var code = changes.GotWorse ? Red : Green;
        output.WriteLine($"{(colour ? $"\e[1;{code}m{changes.Word}\e[0m" : changes.Word)}: {changes.Why}");
        if (quiet)
            return;
        foreach (var direction in new[] { Direction.Worse, Direction.New, Direction.Better })
            WriteFindings(changes, direction, output);
        WriteValues("settings", changes.Settings, output);
        WriteValues("environment", changes.Environment, output);
        output.WriteLine();
        output.WriteLine($"Report: {Printable.OneLine(path)}");
    }

    private static void WriteFindings(ReportChanges changes, Direction direction, TextWriter output)
    {
        var findings = changes.Findings.Where(change => change.Direction == direction).ToList();
        if (findings.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(DirectionWords.Name(direction));
        foreach (var change in findings.Take(MostFindings))
        {
            output.WriteLine($"  {Printable.OneLine(change.Latest.Id)}");
            output.WriteLine($"    {change.Words}{Ratios(change)}");
            if (direction == Direction.Worse && change.After?.Cause is { } cause)
                output.WriteLine($"    cause {Printable.OneLine(cause.ToString())}");
        }
        if (findings.Count > MostFindings)
            output.WriteLine($"  and {Numbers.Text((long)findings.Count - MostFindings)} more, which the report lists");
    }

    private static string Ratios(FindingChange change) =>
        (change.Before?.Ratio, change.After?.Ratio) switch
        {
            (null, null) => "",
            ({ } before, { } after) => $"; error / bound {Numbers.Text(before)}, then {Numbers.Text(after)}",
            var (before, after) => $"; error / bound {Numbers.Text(before ?? after)}",
        };

    private static void WriteValues(string title, IReadOnlyList<ValueChange> values, TextWriter output)
    {
        if (values.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(title);
        foreach (var value in values)
            output.WriteLine(
                $"  {Printable.OneLine(value.Name)}: {Printable.OneLine(value.Before ?? "missing")}, then {Printable.OneLine(value.After ?? "missing")}"
            );
    }
}
