using System.Buffers.Binary;
using System.Text.Json;

namespace Compare.Problems.Recorded.Runs;

/// <summary>A file in the safetensors format: a length, a JSON header of types, shapes and offsets, and the numbers.</summary>
/// <remarks>
/// Source: the format's own description, https://github.com/huggingface/safetensors. Offsets have to lie inside the file and to
/// fit shape and type before anything is read.
/// </remarks>
internal sealed class SafetensorsFile : IArrayFile
{
    private const int LengthBytes = 8;

    /// <summary>Longest header, in bytes; the format's own limit.</summary>
    private const int MaxHeader = 100_000_000;

    private readonly Stream _stream;
    private readonly string _path;
    private readonly Dictionary<string, Entry> _entries = [];

    private sealed record Entry(string Type, int Size, int[] Shape, long Begin, long End);

    /// <summary>Reads the header.</summary>
    /// <param name="stream">Its bytes; disposed of with this.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <exception cref="TraceFormatException">The header is malformed.</exception>
    public SafetensorsFile(Stream stream, string path)
    {
        (_stream, _path) = (stream, path);
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw Malformed(
                "the length",
                FormattableString.Invariant($"{stream.Length} bytes"),
                "a header of 8 bytes and more"
            );
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeader || (long)length > stream.Length - LengthBytes)
            throw Malformed(
                "header length",
                FormattableString.Invariant($"{length}"),
                FormattableString.Invariant($"at most {Math.Min(MaxHeader, stream.Length - LengthBytes)}")
            );
        var header = new byte[length];
        stream.ReadExactly(header);
        try
        {
            using var json = JsonDocument.Parse(header);
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.Name != "__metadata__")
                    _entries[property.Name] = EntryOf(property, LengthBytes + (long)length);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw TraceFormatException.Malformed(
                path,
                "the header",
                $"no JSON of that form ({exception.Message})",
                "dtype, shape and data_offsets of each tensor",
                exception
            );
        }
        Names = [.. _entries.OrderBy(entry => entry.Value.Begin).Select(entry => entry.Key)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public NpyArray Read(string name) =>
        ArrayFile.Guarded(
            _path,
            () =>
            {
                var entry = _entries[name];
                var bytes = new byte[entry.End - entry.Begin];
                _stream.Position = entry.Begin;
                _stream.ReadExactly(bytes);
                var values = new double[bytes.Length / entry.Size];
                if (entry.Type == NpyType.BrainFloat)
                    for (var i = 0; i < values.Length; i++)
                        values[i] = BitConverter.Int32BitsToSingle(
                            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i)) << 16
                        );
                else
                    NpyType.Parse(entry.Type, PlaceOf(name)).Widen(bytes, values, PlaceOf(name));
                return new NpyArray(name, entry.Type, entry.Shape, values, null);
            }
        );

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private Entry EntryOf(JsonProperty property, long start)
    {
        var place = PlaceOf(property.Name);
        var dtype = property.Value.GetProperty("dtype").GetString();
        var (type, size) = dtype switch
        {
            "F64" => ("<f8", 8),
            "F32" => ("<f4", 4),
            "F16" => ("<f2", 2),
            "BF16" => (NpyType.BrainFloat, 2),
            "I64" => ("<i8", 8),
            "I32" => ("<i4", 4),
            "I16" => ("<i2", 2),
            "I8" => ("|i1", 1),
            "U8" => ("|u1", 1),
            "BOOL" => ("|b1", 1),
            _ => throw TraceFormatException.Malformed(
                place,
                "dtype",
                TraceFormatException.Quote(dtype ?? "nothing"),
                "F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL"
            ),
        };
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(at => at.GetInt64()).ToArray();
        var needed = shape.Aggregate((Int128)size, (product, side) => product * side);
        if (
            offsets.Length != 2
            || shape.Any(side => side < 0)
            || offsets[0] < 0
            || offsets[1] > _stream.Length - start
            || needed != offsets[1] - offsets[0]
            || needed / size > NpzReader.MaxElements
        )
            throw TraceFormatException.Malformed(
                place,
                "data_offsets",
                $"[{string.Join(", ", offsets)}]",
                FormattableString.Invariant(
                    $"two inside the file, {needed} bytes apart as its shape wants, and at most {NpzReader.MaxElements} elements"
                )
            );
        return new Entry(type, size, shape, start + offsets[0], start + offsets[1]);
    }

    private string PlaceOf(string name) => $"{_path}: tensor {TraceFormatException.Quote(name)}";

    private TraceFormatException Malformed(string field, string found, string expected) =>
        TraceFormatException.Malformed(_path, field, found, $"{expected}, as in a safetensors file");
}
