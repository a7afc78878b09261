using System.CommandLine;
using Compare.Reports;

namespace Compare.Commands;

/// <summary><c>compare report</c>: renders saved results again.</summary>
internal static class ReportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var results = new Argument<string>("RESULTS.json") { Description = "A results.json of an earlier run." };
        var options = new RunOptions();
        var command = new Command("report", "Renders saved results again.")
        {
            results,
            options.Output,
            options.Json,
            options.Quiet,
        };
        command.SetAction(parsed =>
        {
            var report = JsonReader.Read(parsed.GetRequiredValue(results));
            var files = ReportFiles.In(parsed.GetRequiredValue(options.Output));
            files.Write(report);
            if (parsed.GetValue(options.Json))
                session.Output.Write(JsonWriter.Write(report));
            else
                ConsoleWriter.Write(
                    report,
                    session.Output,
                    session.OutputColour,
                    parsed.GetValue(options.Quiet),
                    files.Html
                );
            return report.Passed ? ExitCode.Passed : ExitCode.Failed;
        });
        return command;
    }
}
