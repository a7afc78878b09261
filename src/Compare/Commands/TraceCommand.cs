using System.CommandLine;
using System.Text.Json.Nodes;
using Compare.Checks.Traces;
using Compare.Problems.Recorded;
using Compare.Reports;
using Compare.Results;

namespace Compare.Commands;

/// <summary><c>compare trace</c>: checks what somebody else's program recorded.</summary>
internal static class TraceCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var file = new Argument<string>("FILE.npz")
        {
            Description =
                "A NumPy archive: X, W1, W2, dW1, dW2 of a gradient, or theta and grad of an optimizer; see the README.",
        };
        var options = new RunOptions();
        var command = new Command("trace", "Checks a gradient or an optimizer that another program recorded.")
        {
            file,
            options.Threads,
            options.Output,
            options.Json,
            options.Quiet,
            options.NoProgress,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var threads = parsed.GetValue(options.Threads);
            var trace = TraceRecognition.Read(path);
            var files = ReportFiles.In(parsed.GetRequiredValue(options.Output));
            var started = TimeProvider.System.GetTimestamp();
            Survey survey;
            bool json = parsed.GetValue(options.Json),
                quiet = parsed.GetValue(options.Quiet);
            using (var progress = new ProgressNotes(session, !quiet && !parsed.GetValue(options.NoProgress)))
            {
                progress.Report(0, 1, trace.Words);
                survey = Check(trace, threads);
            }
            var report = new Report(
                string.Join(' ', parsed.Tokens.Select(token => token.Value)),
                survey.Findings,
                survey.Figures,
                RunEnvironment.Describe(threads, TimeProvider.System.GetElapsedTime(started).TotalSeconds),
                Describe(trace)
            );
            files.Write(report);
            if (json)
                session.Output.Write(JsonWriter.Write(report));
            else
                WriteForReaders(report, trace.Ignored, session, quiet, files.Html);
            return report.Passed ? ExitCode.Passed : ExitCode.Failed;
        });
        return command;
    }

    private static void WriteForReaders(
        Report report,
        IReadOnlyList<string> ignored,
        Session session,
        bool quiet,
        string path
    )
    {
        ConsoleWriter.Write(report, session.Output, session.OutputColour, quiet, path);
        if (quiet)
            return;
        foreach (var note in report.Findings.SelectMany(finding => finding.Notes))
            session.Output.WriteLine($"Note: {Printable.OneLine(note)}");
        if (ignored.Count > 0)
            session.Output.WriteLine($"Note: not read: {Printable.OneLine(string.Join(", ", ignored))}");
    }

    private static JsonObject Describe(RecordedTrace trace) =>
        new()
        {
            ["trace"] = trace.Words,
            ["notes"] = new JsonArray([.. trace.Notes.Select(note => JsonValue.Create(note))]),
            ["ignored arrays"] = new JsonArray([.. trace.Ignored.Select(name => JsonValue.Create(name))]),
        };

    private static Survey Check(RecordedTrace trace, int threads) =>
        trace switch
        {
            RecordedOptimizer optimizer => RecordedOptimizerCheck.Run(optimizer, threads),
            RecordedGradient gradient => RecordedGradientCheck.Run(gradient, threads),
            _ => throw new NotSupportedException($"A trace of type {trace.GetType().Name}."),
        };
}
