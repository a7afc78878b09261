using System.CommandLine;

namespace Compare.Commands;

/// <summary><c>compare gradients</c>: hand-derived against autograd, the judge and finite differences.</summary>
internal static class GradientsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var command = new Command(
            "gradients",
            "Hand-derived gradients against autograd, the judge and finite differences."
        );
        foreach (
            var option in options.Common.Concat([options.Model, options.Activation, options.Hidden, options.Precision])
        )
            command.Options.Add(option);
        options.Network.AddTo(command, options.Model, options.Hidden);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    CheckRun.Execute(
                        options.Read(parsed, "gradients"),
                        [Sections.Gradients],
                        session,
                        cancellation,
                        Sections.RequireNetworks
                    )
                )
        );
        return command;
    }
}
