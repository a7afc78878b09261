using System.CommandLine;
using System.Globalization;
using Compare.Reports;
using Compare.Reports.Changes;
using Compare.Results;

namespace Compare.Commands;

/// <summary><c>compare report</c>: renders saved results again; with two files, what changed between them.</summary>
internal static class ReportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var results = new Argument<string>("RESULTS.json") { Description = "A results.json of an earlier run." };
        var other = new Argument<string?>("OTHER.json")
        {
            Description =
                "A results.json of a later run: shows what changed; the exit code is 1 if something got worse.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var factor = new Option<double>("--factor")
        {
            Description = "With two files: by how much error / bound must grow or shrink to be mentioned.",
            HelpName = "X",
            DefaultValueFactory = _ => ReportChanges.UsualFactor,
            CustomParser = result =>
            {
                if (
                    double.TryParse(
                        result.Tokens[0].Value,
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out var value
                    )
                    && value > 1
                )
                    return value;
                result.AddError($"--factor is a number above 1, not '{result.Tokens[0].Value}'.");
                return ReportChanges.UsualFactor;
            },
        };
        var options = new RunOptions();
        var command = new Command("report", "Renders saved results again; with two, shows what changed.")
        {
            results,
            other,
            factor,
            options.Output,
            options.Json,
            options.Quiet,
        };
        command.SetAction(parsed =>
        {
            var report = JsonReader.Read(parsed.GetRequiredValue(results));
            var later = parsed.GetValue(other) is { } path ? JsonReader.Read(path) : null;
            var files = ReportFiles.In(parsed.GetRequiredValue(options.Output));
            var (json, quiet) = (parsed.GetValue(options.Json), parsed.GetValue(options.Quiet));
            return later is null
                ? Render(report, files, session, json, quiet)
                : Render(ReportChanges.Of(report, later, parsed.GetValue(factor)), files, session, json, quiet);
        });
        return command;
    }

    private static int Render(Report report, ReportFiles files, Session session, bool json, bool quiet)
    {
        files.Write(report);
        if (json)
            session.Output.Write(JsonWriter.Write(report));
        else
            ConsoleWriter.Write(report, session.Output, session.OutputColour, quiet, files.Html);
        return report.Passed ? ExitCode.Passed : ExitCode.Failed;
    }

    private static int Render(ReportChanges changes, ReportFiles files, Session session, bool json, bool quiet)
    {
        files.Write(changes);
        if (json)
            session.Output.Write(ChangesJsonWriter.Write(changes));
        else
            ChangesConsoleWriter.Write(changes, session.Output, session.OutputColour, quiet, files.Changes);
        return changes.GotWorse ? ExitCode.Failed : ExitCode.Passed;
    }
}
