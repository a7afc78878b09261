using System.CommandLine;
using Compare.Checks;
using Compare.Checks.Pca;
using Compare.Data;
using Compare.Reports;
using Compare.Reproduction;
using Compare.Sides;

namespace Compare.Commands;

/// <summary><c>compare reproduce</c>: the homework's tables, resumable.</summary>
internal static class ReproduceCommand
{
    private const int QuickEpochs = 2;
    private const int QuickSeeds = 2;

    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var what = new Argument<string>("WHAT")
        {
            Description = "table1, table2 or all.",
            DefaultValueFactory = _ => "all",
        };
        what.AcceptOnlyFromAmong("table1", "table2", "all");
        var quick = new Option<bool>("--quick") { Description = "A look: the built-in digits, two epochs, two seeds." };
        var seeds = new Option<int>("--seeds")
        {
            Description = "Runs of each cell with different seeds.",
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
        var command = new Command("reproduce", "The homework's tables on both sides; goes on where it was stopped.")
        {
            what,
        };
        foreach (var option in options.Common.Concat([quick, seeds, shard, store]))
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var isQuick = parsed.GetValue(quick);
                var settings = options.Read(parsed, "reproduce");
                if (parsed.GetResult(options.Data) is not { Implicit: false })
                    settings = settings with { Data = isQuick ? "digits" : "mnist" };
                var part = parsed.GetValue(shard) is { } text
                    ? Shard.Parse(text)!
                    : Shard.OfScheduler(Environment.GetEnvironmentVariable);
                return Task.FromResult(
                    CheckRun.Execute(
                        settings,
                        [
                            (inputs, progress, token) =>
                                Run(
                                    inputs,
                                    parsed.GetRequiredValue(what),
                                    isQuick,
                                    isQuick ? QuickSeeds : parsed.GetValue(seeds),
                                    part,
                                    parsed.GetValue(store) ?? Path.Combine(settings.Output, "runs"),
                                    note => session.Error.WriteLine($"compare: {note}"),
                                    progress,
                                    token
                                ),
                        ],
                        session,
                        cancellation
                    )
                );
            }
        );
        return command;
    }

    private static Survey Run(
        SectionInputs inputs,
        string what,
        bool isQuick,
        int seeds,
        Shard shard,
        string folder,
        Action<string> note,
        Action<int, int, string> progress,
        CancellationToken cancellation
    )
    {
        var data = new HomeworkData(inputs.Data);
        var grid = isQuick
            ? new Grid(inputs.Data.Train.Sha256, seeds, QuickEpochs, QuickEpochs)
            : new Grid(inputs.Data.Train.Sha256, seeds, AutoencoderEpochs: 30, ClassifierEpochs: 15);
        var store = new RunStore(folder);
        List<Cell> cells = [.. what == "table2" ? [] : grid.Table1(), .. what == "table1" ? [] : grid.Table2()];
        var mine = shard.Take(cells).ToList();
        TorchSide.UseThreads(1);
        var results = new Schedule(
            data,
            new Dictionary<string, IEpochSide> { [Grid.Reference] = new ReferenceSide(), [Grid.Torch] = inputs.Torch },
            store,
            inputs.Settings.Threads
        ).Run(mine, progress, note, cancellation);
        // What other processes have put into the folder belongs to the tables too.
        var all = new Dictionary<Cell, CellResult>(results);
        foreach (var cell in cells.Except(mine))
            if (store.Find(cell, note) is { } result)
                all[cell] = result;
        if (all.Count < cells.Count)
            note(
                FormattableString.Invariant(
                    $"{cells.Count - all.Count} of {cells.Count} runs are still missing from the tables."
                )
            );
        var tables = new Tables(all, data.Pixels, isPaper: !isQuick && Mnist.IsTrainingSet(inputs.Data.Train));
        List<Figure> figures = [];
        if (what != "table2")
            figures.Add(tables.Table1(Bounds(data, inputs.Settings.Threads)));
        if (what != "table1")
            figures.Add(tables.Table2());
        return new Survey([.. tables.SidesAgainstEachOther()], figures);
    }

    private static Dictionary<int, (double Train, double Test)> Bounds(HomeworkData data, int threads)
    {
        var (train, test) = (
            Spectrum.Of(SecondMoments.Of(data.Train, threads).Uncentred, threads),
            Spectrum.Of(SecondMoments.Of(data.Test, threads).Uncentred, threads)
        );
        return Grid
            .HiddenSizes.Where(k => k < data.Pixels)
            .ToDictionary(k => k, k => (train.Optimum(k).Minimum.Hi, test.Optimum(k).Minimum.Hi));
    }
}
