using System.CommandLine;
using System.Runtime.InteropServices;
using Compare.Notebooks;
using Compare.Problems.Data;
using Compare.Problems.Recorded;
using Compare.Reports;
using Compare.Reports.Json;
using Compare.Torch.Loading;

namespace Compare.Commands;

/// <summary>The program: parses, runs the command, and turns every failure into one line and an exit code.</summary>
public static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">As typed after the program's name.</param>
    /// <param name="session">Streams; the process's own, or a test's.</param>
    /// <param name="cancellation">Cancels the run; what is finished is saved.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        Session session,
        CancellationToken cancellation = default
    )
    {
        var root = Commands(session);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            var command = parsed.CommandResult.Command;
            var name = command == root ? "" : $" {command.Name}";
            session.Error.WriteLine($"compare: {OneLine(parsed.Errors[0].Message)} Try 'compare{name} --help'.");
            return ExitCode.Usage;
        }
        try
        {
            return await parsed
                .InvokeAsync(
                    new InvocationConfiguration
                    {
                        Output = session.Output,
                        Error = session.Error,
                        EnableDefaultExceptionHandler = false,
                        ProcessTerminationTimeout = null,
                    },
                    cancellation
                )
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Explain(exception, session);
        }
    }

    /// <summary>All commands with their options.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The root, which runs a check if no command is named.</returns>
    internal static RootCommand Commands(Session session)
    {
        var root = CheckCommand.CreateRoot(session);
        root.Add(CheckCommand.Create(session));
        root.Add(GradientsCommand.Create(session));
        root.Add(OptimizersCommand.Create(session));
        root.Add(PcaCommand.Create(session));
        root.Add(ReproduceCommand.Create(session));
        root.Add(TraceCommand.Create(session));
        root.Add(RunsCommand.Create(session));
        root.Add(RecordCommand.Create(session));
        root.Add(BenchCommand.Create(session));
        root.Add(DataCommand.Create(session));
        root.Add(DoctorCommand.Create(session));
        root.Add(ReportCommand.Create(session));
        root.Add(NotebookCommand.Create(session));
        return root;
    }

    /// <summary>Runs one command of the process, with SIGINT and SIGTERM cancelling it.</summary>
    /// <param name="arguments">As typed after the program's name.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunProcessAsync(string[] arguments)
    {
        using var cancellation = new CancellationTokenSource();
        var signalled = 0;
        void Cancel(PosixSignalContext context, int exitCode)
        {
            // The second signal ends the process the usual way.
            if (Interlocked.CompareExchange(ref signalled, exitCode, 0) != 0)
                return;
            context.Cancel = true;
            cancellation.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            context => Cancel(context, ExitCode.Interrupted)
        );
        using var terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context => Cancel(context, ExitCode.Terminated)
        );
        var exitCode = await RunAsync(arguments, Session.OfConsole(), cancellation.Token).ConfigureAwait(false);
        return signalled != 0 ? signalled : exitCode;
    }

    private static int Explain(Exception exception, Session session)
    {
        var (exitCode, message) = exception switch
        {
            CommandException e => (e.ExitCode, e.Message),
            DataException e => (e.IsUnavailable ? ExitCode.Unavailable : ExitCode.Usage, e.Message),
            LibtorchUnavailableException e => (ExitCode.Unavailable, e.Message),
            ReportFormatException e => (ExitCode.Usage, e.Message),
            TraceFormatException e => (ExitCode.Usage, e.Message),
            NotebookFormatException e => (ExitCode.Usage, e.Message),
            ReportOutputException e => (ExitCode.Usage, e.Message),
            OperationCanceledException => (ExitCode.Interrupted, "interrupted before anything was finished."),
            _ => (
                ExitCode.Internal,
                $"internal error, {exception.GetType().Name}: {exception.Message} Set COMPARE_TRACE=1 for the stack trace."
            ),
        };
        session.Error.WriteLine($"compare: {OneLine(message)}");
        if (Environment.GetEnvironmentVariable("COMPARE_TRACE") == "1")
            session.Error.WriteLine(exception);
        return exitCode;
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
