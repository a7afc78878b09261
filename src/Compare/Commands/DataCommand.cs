using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Compare.Problems.Data;

namespace Compare.Commands;

/// <summary><c>compare data</c>: lists, fetches and verifies the data sets.</summary>
internal static class DataCommand
{
    /// <summary>Makes the command; without a subcommand it lists.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var command = new Command("data", "Data sets: list, fetch, verify.") { options.Json };
        command.SetAction(parsed =>
            Show(DataCatalogue.List(DataLocations.OfThisMachine()), parsed.GetValue(options.Json), session)
        );
        command.Add(CreateList(session));
        command.Add(CreateFetch(session));
        command.Add(CreateVerify(session));
        return command;
    }

    private static Command CreateList(Session session)
    {
        var options = new RunOptions();
        var command = new Command("list", "Where each data set is; the default.") { options.Json };
        command.SetAction(parsed =>
            Show(DataCatalogue.List(DataLocations.OfThisMachine()), parsed.GetValue(options.Json), session)
        );
        return command;
    }

    private static Command CreateFetch(Session session)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The data set; only mnist has to be fetched.",
            DefaultValueFactory = _ => Mnist.Name,
        };
        name.AcceptOnlyFromAmong(Mnist.Name);
        var command = new Command("fetch", "Downloads a data set into the user's cache and verifies it.") { name };
        command.SetAction(
            (_, cancellation) =>
            {
                session.Output.WriteLine(Mnist.Fetch(DataLocations.OfThisMachine(), cancellation));
                return Task.FromResult(ExitCode.Passed);
            }
        );
        return command;
    }

    private static Command CreateVerify(Session session)
    {
        var options = new RunOptions();
        var command = new Command("verify", "Checks every byte of the data sets that are there.") { options.Json };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Show(
                        DataCatalogue.Verify(DataLocations.OfThisMachine(), cancellation),
                        parsed.GetValue(options.Json),
                        session
                    )
                )
        );
        return command;
    }

    private static int Show(IReadOnlyList<DataCatalogueEntry> entries, bool json, Session session)
    {
        if (json)
            session.Output.Write(Json(entries));
        else
            foreach (var entry in entries)
                Write(entry, session.Output);
        return entries.Any(entry => entry.Status == DataStatus.Damaged) ? ExitCode.Usage : ExitCode.Passed;
    }

    private static void Write(DataCatalogueEntry entry, TextWriter output)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.TrainCount} training and {entry.TestCount} test images"
        );
        output.WriteLine($"{entry.Name, -8}{Word(entry.Status), -10}{counts}, {entry.Location}");
        if (entry.Problem != null)
            output.WriteLine($"{"", -18}{entry.Problem}");
        if (entry.Remedy != null)
            output.WriteLine($"{"", -18}-> {entry.Remedy}");
    }

    private static string Json(IReadOnlyList<DataCatalogueEntry> entries)
    {
        var items = entries.Select(entry =>
            (JsonNode)
                new JsonObject
                {
                    ["name"] = entry.Name,
                    ["status"] = Word(entry.Status),
                    ["location"] = entry.Location,
                    ["train"] = entry.TrainCount,
                    ["test"] = entry.TestCount,
                    ["problem"] = entry.Problem,
                    ["remedy"] = entry.Remedy,
                }
        );
        return new JsonObject
            {
                ["schema"] = 1,
                ["command"] = "data",
                ["data"] = new JsonArray([.. items]),
            }.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    private static string Word(DataStatus status) =>
        status switch
        {
            DataStatus.Found => "found",
            DataStatus.Verified => "verified",
            DataStatus.Missing => "missing",
            _ => "damaged",
        };
}
