using System.CommandLine;

namespace Compare.Commands;

/// <summary><c>compare</c> and <c>compare check</c>: every check at a size that ends within a minute.</summary>
internal static class CheckCommand
{
    /// <summary>The command that runs when none is named.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The root command, without subcommands.</returns>
    public static RootCommand CreateRoot(Session session) =>
        Configure(
            new RootCommand(
                "Proves that two implementations of the same training code compute the same, or says why not."
            ),
            session
        );

    /// <summary>The same under its own name.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session) =>
        Configure(new Command("check", "Every check on the built-in digits; the default."), session);

    private static TCommand Configure<TCommand>(TCommand command, Session session)
        where TCommand : Command
    {
        var options = new RunOptions();
        foreach (var option in options.Common.Concat([options.Activation, options.Hidden, options.Precision]))
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    CheckRun.Execute(
                        options.Read(parsed, "check"),
                        [Sections.Gradients, Sections.OptimizersInBrief, Sections.PcaInBrief, Sections.Preview],
                        session,
                        cancellation
                    )
                )
        );
        return command;
    }
}
