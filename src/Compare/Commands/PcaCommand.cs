using System.CommandLine;
using Compare.Problems;

namespace Compare.Commands;

/// <summary><c>compare pca</c>: the PCA equivalence of the autoencoder, certified.</summary>
internal static class PcaCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var command = new Command("pca", "PCA equivalence of the autoencoder with identity and negative, certified.");
        foreach (var option in options.Common.Concat([options.Activation, options.Hidden, options.Epochs]))
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    CheckRun.Execute(
                        options.Read(parsed, "pca") with
                        {
                            Precisions = [Precision.Float64],
                        },
                        [Sections.Pca],
                        session,
                        cancellation,
                        Sections.RequirePca
                    )
                )
        );
        return command;
    }
}
