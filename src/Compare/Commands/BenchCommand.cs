using System.CommandLine;
using Compare.Homework.Timing;

namespace Compare.Commands;

/// <summary><c>compare bench</c>: training-step times of both sides, interleaved.</summary>
internal static class BenchCommand
{
    private const int Batch = 100;

    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var threads = new Option<int[]>("--threads")
        {
            Description = "Numbers of threads of both sides, a table for each; 1 and all processors if not given.",
            HelpName = "N",
            AllowMultipleArgumentsPerToken = true,
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "About how long to measure.",
            DefaultValueFactory = _ => 60,
        };
        var scaling = new Option<bool>("--scaling")
        {
            Description =
                "Instead of the homework's cells a grid of batch and hidden sizes, 1 to 1000; takes about three minutes.",
        };
        RunOptions.EachAtLeastOne(threads, "threads are");
        RunOptions.EachAtLeastOne(seconds, "seconds are");
        var command = new Command(
            "bench",
            "Training-step times of both sides, interleaved, as ratios and shares of the processor's peak."
        );
        foreach (var option in options.Common.Where(option => option != options.Threads && option != options.Device))
            command.Options.Add(option);
        command.Options.Add(threads);
        command.Options.Add(seconds);
        command.Options.Add(scaling);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    CheckRun.Execute(
                        options.Read(parsed, "bench") with
                        {
                            Device = "cpu",
                            Threads = Environment.ProcessorCount,
                        },
                        [
                            (inputs, progress, token) =>
                            {
                                var bench = new TrainingBench
                                {
                                    Torch = inputs.Torch,
                                    Cells = TrainingCell.Homework(inputs.Images, Batch, inputs.Settings.Seed),
                                    Figures = HomeworkTables.Of,
                                    Threads = parsed.GetValue(threads) is { Length: > 0 } given
                                        ? [.. given.Distinct()]
                                        : [.. new[] { 1, Environment.ProcessorCount }.Distinct()],
                                    Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                                };
                                if (parsed.GetValue(scaling))
                                    bench = bench with
                                    {
                                        Cells = ScalingTables.Cells(inputs.Images, inputs.Settings.Seed),
                                        Figures = ScalingTables.Of,
                                    };
                                return bench.Run(progress, token);
                            },
                        ],
                        session,
                        cancellation
                    )
                )
        );
        return command;
    }
}
