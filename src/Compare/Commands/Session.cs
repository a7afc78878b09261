namespace Compare.Commands;

/// <summary>What a command runs in: its streams, and whether somebody watches.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Progress and notes.</param>
/// <param name="ErrorIsTerminal">Whether progress may be animated.</param>
/// <param name="OutputColour">Whether results may be coloured.</param>
public sealed record Session(TextWriter Output, TextWriter Error, bool ErrorIsTerminal, bool OutputColour)
{
    /// <summary>The session of the process's own console. <c>NO_COLOR</c>, set to anything but nothing, switches colour off.</summary>
    /// <returns>A session.</returns>
    public static Session OfConsole() =>
        new(
            Console.Out,
            Console.Error,
            !Console.IsErrorRedirected,
            !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        );
}
