namespace Compare.Torch.Loading;

/// <summary>libtorch, or the device asked of it, cannot be used here. The message is one line: what, where, and what to do.</summary>
/// <param name="message">The message; line ends in it become spaces.</param>
/// <param name="inner">What it came from; null if it starts here.</param>
public sealed class LibtorchUnavailableException(string message, Exception? inner = null)
    : Exception(OneLine(message), inner)
{
    private static string OneLine(string message) =>
        string.Join(' ', message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
