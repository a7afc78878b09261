namespace Compare.Commands;

/// <summary>A failure to be told in one line: what, where, and what to do.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">The line.</param>
/// <param name="inner">What it came from; null if it starts here.</param>
public sealed class CommandException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process returns.</summary>
    public int ExitCode => exitCode;
}
