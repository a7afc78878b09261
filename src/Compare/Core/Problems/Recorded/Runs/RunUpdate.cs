namespace Compare.Problems.Recorded.Runs;

/// <summary>One recorded update while it is open: what there is, and its numbers when they are asked for.</summary>
internal sealed class RunUpdate : IDisposable
{
    private readonly List<IArrayFile> _files = [];
    private readonly Dictionary<RunTensor, (IArrayFile File, string Name)> _places = [];

    /// <summary>Opens the files of an update.</summary>
    /// <param name="sources">The files, and which of their arrays belong to the update under which names.</param>
    /// <exception cref="TraceFormatException">A file is missing or malformed, or two arrays have one name.</exception>
    public RunUpdate(IEnumerable<RunSource> sources)
    {
        try
        {
            List<(IArrayFile File, string Key, string Name)> arrays = [];
            foreach (var source in sources)
            {
                var file = ArrayFile.Open(source.File);
                _files.Add(file);
                arrays.AddRange(
                    source.Names is { } names
                        ? file.Names.Where(names.ContainsKey).Select(key => (file, key, names[key]))
                        : file.Names.Select(key => (file, key, source.Name ?? key))
                );
            }
            var tensors = RunNames.Parse([.. arrays.Select(array => array.Name)]);
            for (var i = 0; i < tensors.Count; i++)
                if (!_places.TryAdd(tensors[i], (arrays[i].File, arrays[i].Key)))
                    throw TraceFormatException.Malformed(
                        sources.First().File,
                        $"the array {TraceFormatException.Quote(arrays[i].Name)}",
                        "there twice",
                        "one array of a name in an update"
                    );
            Tensors = tensors;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What was recorded, in the order of the files.</summary>
    public IReadOnlyList<RunTensor> Tensors { get; }

    /// <summary>Reads one array.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <returns>The array.</returns>
    /// <exception cref="TraceFormatException">It is malformed.</exception>
    public NpyArray Read(RunTensor tensor)
    {
        var (file, name) = _places[tensor];
        return file.Read(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }
}
