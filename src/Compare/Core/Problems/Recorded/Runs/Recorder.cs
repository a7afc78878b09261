using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Compare.Problems.Recorded.Runs;

/// <summary>Records a training run for <c>compare runs</c>: a folder with one NumPy archive per update.</summary>
/// <remarks>
/// Names are free; what stands before the first slash may say what an array is: <c>setting</c>, <c>input</c>, <c>mask</c>,
/// <c>parameter</c> (before the update), <c>activation</c>, <c>loss</c>, <c>gradient</c>, <c>state</c> or <c>after</c>, as in
/// <c>gradient/fc1.weight</c>. A file appears whole or not at all.
/// </remarks>
public sealed class Recorder : IDisposable
{
    private const int Alignment = 64;

    private readonly string _folder;
    private readonly List<(string Name, byte[] Contents)> _arrays = [];

    private Recorder(string folder) => _folder = folder;

    /// <summary>The number of the update that is recorded now, 1 for the first.</summary>
    public long Update { get; private set; } = 1;

    /// <summary>Begins a record.</summary>
    /// <param name="folder">A folder, made if it is not there, without a recorded run in it.</param>
    /// <returns>The recorder; disposing of it writes what was given since the last update.</returns>
    /// <exception cref="ArgumentException">The folder holds a recorded run already.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static Recorder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        return Directory.EnumerateFiles(folder, "update*.npz").Any()
            ? throw new ArgumentException($"{folder} holds a recorded run already.", nameof(folder))
            : new Recorder(folder);
    }

    /// <summary>Keeps a copy of an array until the update ends.</summary>
    /// <param name="name">Its name, once in an update, for example <c>parameter/W1</c>.</param>
    /// <param name="values">Its numbers, the last index running fastest.</param>
    /// <param name="shape">Its shape; none for a vector, or for a scalar of one number.</param>
    /// <exception cref="ArgumentException">The name was given before in this update, or the shape does not fit.</exception>
    public void Array(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        Add(name, "<f8", MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Keeps a copy of an array until the update ends.</summary>
    /// <param name="name">Its name, once in an update, for example <c>parameter/W1</c>.</param>
    /// <param name="values">Its numbers, the last index running fastest.</param>
    /// <param name="shape">Its shape; none for a vector, or for a scalar of one number.</param>
    /// <exception cref="ArgumentException">The name was given before in this update, or the shape does not fit.</exception>
    public void Array(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Add(name, "<f4", MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Keeps a number until the update ends.</summary>
    /// <param name="name">Its name, once in an update, for example <c>loss</c>.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The name was given before in this update.</exception>
    public void Number(string name, double value) => Array(name, [value]);

    /// <summary>Ends the update: writes what was kept.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Next()
    {
        var path = Path.Combine(_folder, $"update{Update.ToString("D6", CultureInfo.InvariantCulture)}.npz");
        using (var file = File.Create($"{path}.part"))
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
            foreach (var (name, contents) in _arrays)
            {
                using var entry = zip.CreateEntry($"{name}.npy", CompressionLevel.NoCompression).Open();
                entry.Write(contents);
            }
        File.Move($"{path}.part", path, overwrite: true);
        Update++;
        _arrays.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_arrays.Count > 0)
            Next();
    }

    private void Add(string name, string type, ReadOnlySpan<byte> bytes, int count, ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_arrays.Exists(array => array.Name == name))
            throw new ArgumentException($"'{name}' was recorded before in update {Update}.", nameof(name));
        var product = 1L;
        foreach (var side in shape)
            product *= side;
        if (shape.Length > 0 && product != count)
            throw new ArgumentException(
                $"'{name}' has {count} numbers, its shape {string.Join(" x ", shape.ToArray())} has {product}.",
                nameof(shape)
            );
        var sides =
            shape.Length == 0 && count == 1 ? ""
            : shape.Length == 0 ? FormattableString.Invariant($"{count},")
            : string.Concat(shape.ToArray().Select(side => FormattableString.Invariant($"{side},")));
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sides}), }}";
        // Magic, version 1.0 and the length of the header take ten bytes; NumPy wants the numbers aligned.
        const int before = 10;
        var padded = (before + header.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        var contents = new byte[before + padded + bytes.Length];
        NpyReader.Magic.CopyTo(contents);
        contents[6] = 1;
        contents[8] = (byte)padded;
        contents[9] = (byte)(padded >> 8);
        Encoding.ASCII.GetBytes((header.PadRight(padded - 1) + '\n'), contents.AsSpan(before));
        bytes.CopyTo(contents.AsSpan(before + padded));
        _arrays.Add((name, contents));
    }
}
