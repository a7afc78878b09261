namespace Compare.Problems.Recorded.Runs;

/// <summary>A single array of NumPy's, under the name of its file.</summary>
/// <param name="stream">Its bytes; disposed of with this.</param>
/// <param name="path">The file.</param>
internal sealed class NpyFile(Stream stream, string path) : IArrayFile
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [Path.GetFileNameWithoutExtension(path)];

    /// <inheritdoc/>
    public NpyArray Read(string name) =>
        ArrayFile.Guarded(
            path,
            () =>
            {
                stream.Position = 0;
                return NpyReader.Read(stream, stream.Length, name, path, NpzReader.MaxElements);
            }
        );

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
