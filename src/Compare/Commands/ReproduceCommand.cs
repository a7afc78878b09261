using System.CommandLine;
using Compare.Homework;
using Compare.Homework.Runs;
using Compare.Problems;

namespace Compare.Commands;

/// <summary><c>compare reproduce</c>: the homework's tables, figures and text, resumable.</summary>
internal static class ReproduceCommand
{
    private static readonly Dictionary<string, Parts> Known = new()
    {
        ["table1"] = Parts.Table1,
        ["table2"] = Parts.Table2,
        ["figures"] = Parts.Figures,
        ["audit"] = Parts.Audit,
        ["all"] = Parts.All,
    };

    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var what = new Argument<string[]>("WHAT")
        {
            Description = "Any of table1, table2, figures, audit; all if not given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        what.AcceptOnlyFromAmong([.. Known.Keys]);
        var quick = new Option<bool>("--quick") { Description = "A look: the built-in digits, few epochs, two seeds." };
        var seeds = new Option<int>("--seeds")
        {
            Description = "Runs of each autoencoder with different seeds; each classifier has the homework's three.",
            DefaultValueFactory = _ => 3,
        };
        var shard = new Option<string>("--shard")
        {
            Description =
                "Run a part of the cells only, for example 2/8; array jobs of Slurm and indexed jobs of Kubernetes need not say it.",
            HelpName = "I/N",
        };
        var store = new Option<string>("--runs")
        {
            Description =
                "Folder that keeps every finished run, so that only what is missing runs again; runs in the output folder if not given.",
            HelpName = "DIR",
        };
        RunOptions.EachAtLeastOne(seeds, "seeds are");
        shard.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (Shard.Parse(token.Value) is null)
                    result.AddError($"'{token.Value}' is no part; give I/N with I from 1 to N.");
        });
        var command = new Command(
            "reproduce",
            "The homework's tables, figures and claims on both sides; goes on where it was stopped."
        )
        {
            what,
        };
        // The runs have seeds of their own, from 0 on.
        foreach (var option in options.Common.Except([options.Seed]).Concat([quick, seeds, shard, store]))
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var asked = parsed.GetValue(what);
                var isQuick = parsed.GetValue(quick);
                var settings = options.Read(parsed, "reproduce") with { Precisions = [Precision.Float32] };
                if (parsed.GetResult(options.Data) is not { Implicit: false })
                    settings = settings with { Data = isQuick ? "digits" : "mnist" };
                var part = parsed.GetValue(shard) is { } text ? Shard.Parse(text)! : OfScheduler();
                return Task.FromResult(
                    CheckRun.Execute(
                        settings,
                        [
                            (inputs, progress, token) =>
                                new HomeworkSurvey
                                {
                                    Data = inputs.Data,
                                    Torch = inputs.Torch,
                                    Runs = parsed.GetValue(store) ?? Path.Combine(settings.Output, "runs"),
                                    Parts = asked is { Length: > 0 }
                                        ? asked.Aggregate(Parts.None, (parts, name) => parts | Known[name])
                                        : Parts.All,
                                    Seeds = parsed.GetValue(seeds),
                                    IsQuick = isQuick,
                                    Threads = settings.Threads,
                                    Shard = part,
                                }.Run(progress, note => session.Error.WriteLine($"compare: {note}"), token),
                        ],
                        session,
                        cancellation
                    )
                );
            }
        );
        return command;
    }

    private static Shard OfScheduler()
    {
        try
        {
            return Shard.OfScheduler(Environment.GetEnvironmentVariable);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(ExitCode.Usage, exception.Message, exception);
        }
    }
}
