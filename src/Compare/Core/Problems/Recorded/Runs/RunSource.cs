namespace Compare.Problems.Recorded.Runs;

/// <summary>A file that holds arrays of an update.</summary>
/// <param name="File">Its path.</param>
/// <param name="Name">The name of the only array of the file; null where arrays have their own.</param>
/// <param name="Names">Which arrays of a file with several updates belong to this one, and their names without the number; null for all.</param>
internal sealed record RunSource(string File, string? Name = null, IReadOnlyDictionary<string, string>? Names = null);
