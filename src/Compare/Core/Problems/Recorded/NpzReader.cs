using System.IO.Compression;
using Compare.Problems.Data;

namespace Compare.Problems.Recorded;

/// <summary>Reads archives that <c>np.savez</c> and <c>np.savez_compressed</c> write: a zip of arrays, each an entry NAME.npy.</summary>
/// <remarks>
/// The whole archive is read. No size that is declared decides how much memory is allocated; checksums are checked; an entry of another
/// kind, a second entry of a name, an encrypted one, and anything that is not a number or one text is refused. The class library reports
/// an offset before the start of the file as an IOException of its seek: here that is a malformed archive like the others.
/// </remarks>
internal static class NpzReader
{
    /// <summary>The greatest number of elements of all arrays of an archive together: 1 GiB as double.</summary>
    public const int MaxElements = 1 << 27;

    /// <summary>The greatest number of entries of an archive.</summary>
    public const int MaxEntries = 1024;

    internal const string Extension = ".npy";

    private const int EndRecord = 22;

    /// <summary>Reads an archive.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its arrays.</returns>
    /// <exception cref="TraceFormatException">The file is missing, unreadable, malformed or too large.</exception>
    public static NpzArchive Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (!file.CanSeek)
                throw TraceFormatException.Malformed(path, "the file", "a pipe or a device", "a file on disk");
            return Read(file, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TraceFormatException($"{path}: there is no such file.", exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new TraceFormatException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads an archive.</summary>
    /// <param name="stream">Its bytes; seekable, read from its start, left open.</param>
    /// <param name="file">What to call it in errors.</param>
    /// <returns>Its arrays.</returns>
    /// <exception cref="TraceFormatException">It is malformed, too large, or cannot be read.</exception>
    public static NpzArchive Read(Stream stream, string file)
    {
        CheckStart(stream, file);
        stream.Position = 0;
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var entries = zip.Entries;
            if (entries.Count is < 1 or > MaxEntries)
                throw TraceFormatException.Malformed(
                    file,
                    "number of arrays",
                    Text(entries.Count),
                    $"1 to {Text(MaxEntries)}"
                );
            List<NpyArray> arrays = [];
            HashSet<string> names = [];
            long left = MaxElements;
            foreach (var entry in entries)
            {
                if (!names.Add(entry.FullName))
                    throw TraceFormatException.Malformed(
                        PlaceOf(file, entry.FullName),
                        "the entry",
                        "there twice",
                        "one entry of a name"
                    );
                arrays.Add(Read(entry, file, stream.Length, left));
                left -= arrays[^1].Values.Length;
            }
            return new NpzArchive(file, arrays);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw NotAZip(file, $"damaged ({exception.Message})", exception);
        }
    }

    /// <summary>What an entry is called in messages.</summary>
    internal static string PlaceOf(string file, string entry) => $"{file}: entry {TraceFormatException.Quote(entry)}";

    /// <summary>Reads one entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="file">What to call the archive in errors.</param>
    /// <param name="fileLength">The length of the archive in bytes.</param>
    /// <param name="maxElements">The greatest number of elements.</param>
    /// <returns>The array.</returns>
    /// <exception cref="TraceFormatException">It is malformed, too large, or cannot be read.</exception>
    internal static NpyArray Read(ZipArchiveEntry entry, string file, long fileLength, long maxElements)
    {
        var place = PlaceOf(file, entry.FullName);
        if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
            throw TraceFormatException.Malformed(
                place,
                "the name",
                "that of no array",
                $"NAME{Extension}, as np.savez writes it (torch.save and pickle write other archives; their contents are never executed)"
            );
        if (entry.IsEncrypted)
            throw TraceFormatException.Malformed(place, "the entry", "encrypted", "one without a password");
        // A length near the largest of 64 bits overflows in the class library's sums.
        if (entry.CompressedLength < 0 || entry.CompressedLength > fileLength)
            throw TraceFormatException.Malformed(
                place,
                "packed length",
                Text(entry.CompressedLength),
                $"at most {Text(fileLength)}, the length of the file"
            );
        try
        {
            using var contents = new Checksummed(entry.Open());
            var name = entry.FullName[..^Extension.Length];
            var array = NpyReader.Read(contents, entry.Length, name, place, maxElements);
            return contents.Crc == entry.Crc32
                ? array
                : throw TraceFormatException.Malformed(
                    place,
                    "CRC-32",
                    $"0x{contents.Crc:x8}",
                    $"0x{entry.Crc32:x8}: the file is damaged"
                );
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw TraceFormatException.Malformed(
                place,
                "packed data",
                $"damaged or of a method that is not known ({exception.Message})",
                "stored or deflated, and whole",
                exception
            );
        }
    }

    /// <summary>Tells what is no zip at all, in the words of what it may be.</summary>
    /// <param name="stream">Its bytes; seekable.</param>
    /// <param name="file">What to call it in errors.</param>
    /// <exception cref="TraceFormatException">It does not start as a zip archive does.</exception>
    internal static void CheckStart(Stream stream, string file)
    {
        stream.Position = 0;
        Span<byte> start = stackalloc byte[8];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        start = start[..read];
        if (start.StartsWith("PK\x03\x04"u8))
            return;
        if (start.StartsWith("PK\x05\x06"u8) && stream.Length == EndRecord)
            throw TraceFormatException.Malformed(file, "number of arrays", "0", $"1 to {Text(MaxEntries)}");
        if (read == 0)
            throw NotAZip(file, "empty");
        if (start.StartsWith(NpyReader.Magic))
            throw NotAZip(file, "one array without a name (.npy)");
        if (read >= 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5)
            throw NotAZip(file, "a pickle, which is never executed");
        throw NotAZip(file, "no zip archive");
    }

    /// <summary>The error for what is no archive.</summary>
    internal static TraceFormatException NotAZip(string file, string found, Exception? inner = null) =>
        TraceFormatException.Malformed(
            file,
            "the file",
            found,
            "a NumPy archive (.npz): np.savez(\"trace.npz\", X=X, W1=W1, ...) writes one",
            inner
        );

    private static string Text(long number) => FormattableString.Invariant($"{number}");

    /// <summary>The unpacked bytes of an entry, with their checksum so far.</summary>
    private sealed class Checksummed(Stream contents) : Stream
    {
        private uint _state = uint.MaxValue;

        public uint Crc => ~_state;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = contents.Read(buffer);
            _state = Crc32.Append(_state, buffer[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                contents.Dispose();
            base.Dispose(disposing);
        }
    }
}
