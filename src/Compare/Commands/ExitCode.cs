namespace Compare.Commands;

/// <summary>What the process returns.</summary>
public static class ExitCode
{
    /// <summary>All checks passed.</summary>
    public const int Passed = 0;

    /// <summary>A check failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or a bad input file.</summary>
    public const int Usage = 2;

    /// <summary>Cannot run here: a library, a device or a data set is missing.</summary>
    public const int Unavailable = 3;

    /// <summary>An error of this program.</summary>
    public const int Internal = 4;

    /// <summary>Interrupted by SIGINT; what was finished is saved.</summary>
    public const int Interrupted = 130;

    /// <summary>Terminated by SIGTERM; what was finished is saved.</summary>
    public const int Terminated = 143;
}
