using System.CommandLine;
using System.Text.Json.Nodes;
using Compare.Reports;
using Compare.Results;

namespace Compare.Commands;

/// <summary>Checks what was recorded and writes the report: what the commands on recorded files have in common.</summary>
internal static class RecordedReport
{
    /// <summary>Adds the options that such a command has.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The shared options.</param>
    public static void AddOptions(Command command, RunOptions options)
    {
        foreach (
            var option in new Option[]
            {
                options.Threads,
                options.Output,
                options.Json,
                options.Quiet,
                options.NoProgress,
            }
        )
            command.Add(option);
    }

    /// <summary>Checks, writes the files, and prints for readers or programs.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The shared options.</param>
    /// <param name="session">Streams.</param>
    /// <param name="check">Makes the survey with a number of threads; tells how far it is.</param>
    /// <param name="settings">What the report says of the files.</param>
    /// <param name="more">Notes that belong under the findings.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Write(
        ParseResult parsed,
        RunOptions options,
        Session session,
        Func<int, ProgressNotes, Survey> check,
        JsonObject settings,
        params IEnumerable<string> more
    )
    {
        var threads = parsed.GetValue(options.Threads);
        bool json = parsed.GetValue(options.Json),
            quiet = parsed.GetValue(options.Quiet);
        var files = ReportFiles.In(parsed.GetRequiredValue(options.Output));
        var started = TimeProvider.System.GetTimestamp();
        Survey survey;
        using (var progress = new ProgressNotes(session, !quiet && !parsed.GetValue(options.NoProgress)))
            survey = check(threads, progress);
        var report = new Report(
            string.Join(' ', parsed.Tokens.Select(token => token.Value)),
            survey.Findings,
            survey.Figures,
            RunEnvironment.Describe(threads, TimeProvider.System.GetElapsedTime(started).TotalSeconds),
            settings
        );
        files.Write(report);
        if (json)
            session.Output.Write(JsonWriter.Write(report));
        else
            ConsoleWriter.Write(report, session.Output, session.OutputColour, quiet, files.Html);
        if (!json && !quiet)
            foreach (var note in report.Findings.SelectMany(finding => finding.Notes).Concat(more))
                session.Output.WriteLine($"Note: {Printable.OneLine(note)}");
        return report.Passed ? ExitCode.Passed : ExitCode.Failed;
    }
}
