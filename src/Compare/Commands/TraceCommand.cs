using System.CommandLine;
using System.Text.Json.Nodes;
using Compare.Checks.Pca;
using Compare.Checks.Traces;
using Compare.Problems.Recorded;
using Compare.Results;
using Compare.Sides;
using Compare.Torch;
using Compare.Torch.Loading;

namespace Compare.Commands;

/// <summary><c>compare trace</c>: checks what somebody else's program recorded.</summary>
internal static class TraceCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var file = new Argument<string>("FILE.npz")
        {
            Description =
                "A NumPy archive: X, W1, W2, dW1, dW2 of a gradient, theta and grad of an optimizer, or X, W1, W2 of a linear autoencoder that may be PCA; see the README.",
        };
        var options = new RunOptions();
        var command = new Command(
            "trace",
            "Checks a gradient, an optimizer or the weights of a linear autoencoder that another program recorded."
        )
        {
            file,
        };
        RecordedReport.AddOptions(command, options);
        command.SetAction(parsed =>
        {
            var trace = TraceRecognition.Read(parsed.GetRequiredValue(file));
            return RecordedReport.Write(
                parsed,
                options,
                session,
                (threads, progress) =>
                {
                    progress.Report(0, 1, trace.Words);
                    return Check(trace, threads);
                },
                Describe(trace),
                trace.Ignored.Count > 0 ? [$"not read: {string.Join(", ", trace.Ignored)}"] : []
            );
        });
        return command;
    }

    private static JsonObject Describe(RecordedTrace trace) =>
        new()
        {
            ["trace"] = trace.Words,
            ["notes"] = new JsonArray([.. trace.Notes.Select(note => JsonValue.Create(note))]),
            ["ignored arrays"] = new JsonArray([.. trace.Ignored.Select(name => JsonValue.Create(name))]),
        };

    /// <summary>libtorch's, where it can be loaded; null for the one from scratch, which takes half a minute for 784 inputs.</summary>
    private static Eigensolver? FastEigensolver()
    {
        try
        {
            TorchEnvironment.Require(TorchDevice.Cpu);
            return TorchSide.Eigensolver;
        }
        catch (LibtorchUnavailableException)
        {
            return null;
        }
    }

    private static Survey Check(RecordedTrace trace, int threads) =>
        trace switch
        {
            RecordedOptimizer optimizer => RecordedOptimizerCheck.Run(optimizer, threads),
            RecordedGradient gradient => RecordedGradientCheck.Run(gradient, threads),
            RecordedWeights weights => RecordedWeightsCheck.Run(weights, threads, FastEigensolver()),
            _ => throw new NotSupportedException($"A trace of type {trace.GetType().Name}."),
        };
}
