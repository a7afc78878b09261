using System.CommandLine;

namespace Compare.Commands;

/// <summary><c>compare optimizers</c>: update rules, step-locked and free-running, with horizons.</summary>
internal static class OptimizersCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var command = new Command("optimizers", "Update rules, step-locked and free-running, with horizons.");
        foreach (
            var option in options.Common.Concat([
                options.Model,
                options.Activation,
                options.Hidden,
                options.Precision,
                options.Optimizer,
                options.Schedule,
                options.StepSize,
                options.Batch,
                options.Updates,
                options.Only,
            ])
        )
            command.Options.Add(option);
        options.Network.AddTo(command, options.Model, options.Hidden);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    CheckRun.Execute(
                        options.Read(parsed, "optimizers"),
                        [Sections.Optimizers],
                        session,
                        cancellation,
                        Sections.RequireNetworks
                    )
                )
        );
        return command;
    }
}
