using System.CommandLine;
using System.Text.Json.Nodes;
using Compare.Checks.Runs;
using Compare.Problems.Recorded.Runs;

namespace Compare.Commands;

/// <summary><c>compare runs</c>: where two recorded runs part, and why.</summary>
internal static class RunsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var a = new Argument<string>("A")
        {
            Description =
                "A recorded run: a folder with a file of arrays per update, or one .npz; 'compare record --help' shows how to make one.",
        };
        var b = new Argument<string>("B") { Description = "The run to hold against it." };
        var map = new Option<string[]>("--map")
        {
            Description = "Which tensors belong together where names do not tell, for example 'layers.*.weight=W*'.",
            HelpName = "NAME_IN_A=NAME_IN_B",
            AllowMultipleArgumentsPerToken = true,
        };
        var options = new RunOptions();
        var command = new Command(
            "runs",
            "Compares two recorded training runs: where they part, and whether that is rounding or a change."
        )
        {
            a,
            b,
            map,
        };
        RecordedReport.AddOptions(command, options);
        command.SetAction(parsed =>
        {
            var (runA, runB) = (
                RecordedRun.Open(parsed.GetRequiredValue(a)),
                RecordedRun.Open(parsed.GetRequiredValue(b))
            );
            var rules = parsed.GetValue(map) ?? [];
            var mapping = new RunMapping(rules);
            return RecordedReport.Write(
                parsed,
                options,
                session,
                (threads, progress) =>
                    RunsCheck.Run(
                        runA,
                        runB,
                        mapping,
                        threads,
                        (done, all) => progress.Report(done, all, "updates read")
                    ),
                Describe(runA, runB, rules)
            );
        });
        return command;
    }

    private static JsonObject Describe(RecordedRun a, RecordedRun b, string[] map) =>
        new()
        {
            ["A"] = Words(a),
            ["B"] = Words(b),
            ["map"] = new JsonArray([.. map.Select(rule => JsonValue.Create(rule))]),
        };

    private static string Words(RecordedRun run) =>
        FormattableString.Invariant($"{run.Path}, updates {run.Updates[0]} to {run.Updates[^1]}");
}
