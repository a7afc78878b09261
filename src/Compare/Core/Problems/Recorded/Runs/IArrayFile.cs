namespace Compare.Problems.Recorded.Runs;

/// <summary>A file of named arrays that is read array by array.</summary>
internal interface IArrayFile : IDisposable
{
    /// <summary>Names of the arrays, in the order of the file.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Reads one array.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The array.</returns>
    /// <exception cref="TraceFormatException">It is malformed or too large.</exception>
    NpyArray Read(string name);
}
