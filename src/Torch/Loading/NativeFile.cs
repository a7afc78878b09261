using System.Runtime.InteropServices;

namespace Compare.Torch.Loading;

/// <summary>Loads a native library, and tells in a few words why it cannot.</summary>
internal static class NativeFile
{
    /// <summary>Loads a library.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="handle">The library; 0 if it cannot be loaded.</param>
    /// <returns>Null if it is loaded; otherwise the reason of the system's loader.</returns>
    public static string? Load(string path, out nint handle)
    {
        try
        {
            handle = NativeLibrary.Load(path);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            return Reason(e.Message, path);
        }
    }

    /// <summary>The part of a message that tells the reason.</summary>
    /// <param name="message">.NET's message: advice to use tools, then a line of the system's loader.</param>
    /// <param name="path">The path, which that line repeats.</param>
    /// <returns>The reason, without a full stop.</returns>
    internal static string Reason(string message, string path)
    {
        var last = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        var prefix = path + ": ";
        return (last.StartsWith(prefix, StringComparison.Ordinal) ? last[prefix.Length..] : last).TrimEnd('.');
    }
}
