using System.IO.Compression;

namespace Compare.Problems.Recorded.Runs;

/// <summary>A NumPy archive that is read array by array.</summary>
internal sealed class NpzFile : IArrayFile
{
    private readonly Stream _stream;
    private readonly string _path;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    /// <summary>Opens an archive.</summary>
    /// <param name="stream">Its bytes; disposed of with this.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <exception cref="TraceFormatException">It is no archive, or two entries have one name.</exception>
    public NpzFile(Stream stream, string path)
    {
        (_stream, _path) = (stream, path);
        NpzReader.CheckStart(stream, path);
        stream.Position = 0;
        try
        {
            _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in _zip.Entries)
                if (!_entries.TryAdd(NameOf(entry), entry))
                    throw TraceFormatException.Malformed(
                        NpzReader.PlaceOf(path, entry.FullName),
                        "the entry",
                        "there twice",
                        "one entry of a name"
                    );
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw NpzReader.NotAZip(path, $"damaged ({exception.Message})", exception);
        }
        Names = [.. _zip.Entries.Select(NameOf)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public NpyArray Read(string name) =>
        ArrayFile.Guarded(
            _path,
            () => NpzReader.Read(_entries[name], _path, _stream.Length, NpzReader.MaxElements) with { Name = name }
        );

    /// <inheritdoc/>
    public void Dispose()
    {
        _zip.Dispose();
        _stream.Dispose();
    }

    private static string NameOf(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(NpzReader.Extension, StringComparison.Ordinal)
            ? entry.FullName[..^NpzReader.Extension.Length]
            : entry.FullName;
}
