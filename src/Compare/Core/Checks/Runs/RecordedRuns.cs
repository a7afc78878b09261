using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>Compares two recorded training runs.</summary>
public static class RecordedRuns
{
    /// <summary>Finds where B parts from A, and why.</summary>
    /// <param name="a">Path of the first run: a folder or file as <see cref="RecordedRun.Open"/> reads it.</param>
    /// <param name="b">Path of the second run.</param>
    /// <param name="mapping">Which tensors belong together where names do not tell; null for none.</param>
    /// <param name="threads">Greatest number of threads; at least 1. The result does not depend on it.</param>
    /// <returns>
    /// The first departure, then the updates of each run, replayed by the rule that was identified in A. Equal runs agree; differences
    /// that begin at rounding and grow steadily, while every update is right, are chaos; a change disagrees and carries its cause.
    /// </returns>
    /// <exception cref="TraceFormatException">A record is missing or malformed, or the two have nothing in common.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one thread.</exception>
    public static Survey Compare(string a, string b, RunMapping? mapping = null, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return RunsCheck.Run(RecordedRun.Open(a), RecordedRun.Open(b), mapping ?? RunMapping.None, threads);
    }
}
