using System.Globalization;
using System.Text.RegularExpressions;

namespace Compare.Problems.Recorded.Runs;

/// <summary>A recorded training run: a folder, or one file, of named arrays per update.</summary>
/// <remarks>
/// Understood are a folder with a file for each update (<c>step037.npz</c>, <c>model-000037.safetensors</c>), a folder with a folder
/// for each update, a folder of single arrays (<c>dW1_37.npy</c>), and one .npz whose arrays are named so (<c>37/W1</c>, <c>W1_37</c>).
/// Only names are read here; numbers are read update by update.
/// </remarks>
public sealed partial class RecordedRun
{
    private const int MostFiles = 1_000_000;

    private readonly SortedDictionary<long, List<RunSource>> _updates;

    private RecordedRun(string path, SortedDictionary<long, List<RunSource>> updates)
    {
        Path = path;
        _updates = updates;
        Updates = [.. updates.Keys];
    }

    /// <summary>The folder or file.</summary>
    public string Path { get; }

    /// <summary>The numbers of the recorded updates, ascending, as they stand in the names.</summary>
    public IReadOnlyList<long> Updates { get; }

    /// <summary>Finds out what was recorded.</summary>
    /// <param name="path">A folder, or an .npz, .safetensors or .npy file.</param>
    /// <returns>The run.</returns>
    /// <exception cref="TraceFormatException">There is no such path, or nothing in it can be read as updates of a run.</exception>
    public static RecordedRun Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var updates = ArrayFile.Guarded(path, () => Directory.Exists(path) ? OfFolder(path) : OfFile(path));
        return updates.Count > 0
            ? new RecordedRun(path, updates)
            : throw TraceFormatException.Malformed(
                path,
                "the record",
                "without a file whose name has the number of an update",
                $"files such as step037.npz, dW1_37.npy or 37/W1.npy ({string.Join(", ", ArrayFile.Extensions)}); 'compare record --help' shows how to make them"
            );
    }

    /// <summary>Reads one array, for example to begin another run with the same weights.</summary>
    /// <param name="update">One of <see cref="Updates"/>.</param>
    /// <param name="name">Its name with its kind, for example <c>parameter/fc1.weight</c> or <c>input/x</c>.</param>
    /// <returns>Its numbers, the last index running fastest, widened to double without rounding.</returns>
    /// <exception cref="ArgumentException">There is no such update, or no such array in it.</exception>
    /// <exception cref="TraceFormatException">A file is missing or malformed.</exception>
    public double[] Numbers(long update, string name)
    {
        if (!_updates.ContainsKey(update))
            throw new ArgumentException($"{Path} has no update {update}.", nameof(update));
        using var open = OpenUpdate(update);
        return open.Tensors.FirstOrDefault(tensor => tensor.Key == name) is { } found
            ? open.Read(found).Values
            : throw new ArgumentException(
                $"Update {update} of {Path} has no '{name}'; it has {string.Join(", ", open.Tensors.Select(tensor => tensor.Key))}.",
                nameof(name)
            );
    }

    /// <summary>Opens one update.</summary>
    /// <param name="update">One of <see cref="Updates"/>.</param>
    /// <returns>The update, to be disposed of.</returns>
    /// <exception cref="TraceFormatException">A file is missing or malformed.</exception>
    internal RunUpdate OpenUpdate(long update) => new(_updates[update]);

    private static SortedDictionary<long, List<RunSource>> OfFolder(string path)
    {
        var updates = new SortedDictionary<long, List<RunSource>>();
        var files = Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => ArrayFile.Extensions.Contains(System.IO.Path.GetExtension(file).ToLowerInvariant()))
            .Take(MostFiles)
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var stem = System.IO.Path.GetFileNameWithoutExtension(file);
            var folder = System.IO.Path.GetRelativePath(path, System.IO.Path.GetDirectoryName(file)!);
            var isSingle = System.IO.Path.GetExtension(file).Equals(".npy", StringComparison.OrdinalIgnoreCase);
            if (folder != "." && LastNumber().Match(folder) is { Success: true } ofFolder)
                Add(updates, ofFolder, new RunSource(file, isSingle ? stem : null));
            else if (LastNumber().Match(stem) is { Success: true } ofFile)
                Add(updates, ofFile, new RunSource(file, isSingle ? Without(stem, ofFile) : null));
        }
        return updates;
    }

    private static SortedDictionary<long, List<RunSource>> OfFile(string path)
    {
        using var file = ArrayFile.Open(path);
        var names = new SortedDictionary<long, Dictionary<string, string>>();
        foreach (var name in file.Names)
            if (
                (Leading().Match(name) is { Success: true } leading ? leading : Trailing().Match(name))
                    is { Success: true } found
                && long.TryParse(found.Groups["n"].ValueSpan, CultureInfo.InvariantCulture, out var update)
            )
            {
                if (!names.TryGetValue(update, out var ofUpdate))
                    names[update] = ofUpdate = [];
                ofUpdate[name] = found.Groups["name"].Value;
            }
        return new SortedDictionary<long, List<RunSource>>(
            names.ToDictionary(pair => pair.Key, pair => new List<RunSource> { new(path, Names: pair.Value) })
        );
    }

    private static void Add(SortedDictionary<long, List<RunSource>> updates, Match number, RunSource source)
    {
        if (!long.TryParse(number.Groups["n"].ValueSpan, CultureInfo.InvariantCulture, out var update))
            return;
        if (!updates.TryGetValue(update, out var sources))
            updates[update] = sources = [];
        sources.Add(source);
    }

    /// <summary>The name of an array without the number of its update.</summary>
    private static string Without(string stem, Match number)
    {
        var at = number.Groups["n"].Index;
        var name = (stem[..at].TrimEnd('_', '-', '.') + stem[(at + number.Groups["n"].Length)..]).Trim('_', '-', '.');
        return name.Length == 0 ? stem : name;
    }

    [GeneratedRegex(@"(?<n>\d+)(?!.*\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex LastNumber();

    [GeneratedRegex(
        @"^(?:update|step|iter|iteration|epoch)?[_-]?(?<n>\d+)[/.](?<name>.+)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(?<name>.+?)[/_@-](?<n>\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Trailing();
}
