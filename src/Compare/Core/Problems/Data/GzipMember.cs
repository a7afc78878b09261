using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Compare.Problems.Data;

/// <summary>The unpacked contents of a gzip file of exactly one member (RFC 1952), with checksum and end checked.</summary>
/// <remarks>
/// The class library's own reader accepts what follows the member, and with it a file that somebody appended to; this one does not.
/// </remarks>
internal sealed class GzipMember : Stream
{
    private const int FixedHeader = 10;
    private const int Trailer = 8;
    private const int HeaderChecksum = 2,
        Extra = 4,
        OriginalName = 8,
        Comment = 16,
        Reserved = 0xE0;

    private readonly Stream _file;
    private readonly string _name;
    private readonly Packed _packed;
    private readonly DeflateStream _contents;
    private uint _crc = uint.MaxValue;
    private uint _length;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="file">The file; seekable, left open.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="DataException">The header is malformed.</exception>
    public GzipMember(Stream file, string name)
    {
        _file = file;
        _name = name;
        file.Position = 0;
        SkipHeader();
        _packed = new Packed(file, file.Length - Trailer);
        _contents = new DeflateStream(_packed, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether a file starts as gzip does. Leaves it at its start.</summary>
    public static bool IsGzip(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && start[0] == 0x1F && start[1] == 0x8B;
    }

    /// <summary>Checks, once all contents are read, that checksum and length are right and that nothing follows.</summary>
    /// <exception cref="DataException">They are not, or something does.</exception>
    public void CheckEnd()
    {
        if (_packed.IsOverrun)
            throw Malformed("deflate stream", "without an end", "a last block");
        if (_packed.Left > 0)
            throw Malformed(
                "end of the gzip member",
                string.Create(CultureInfo.InvariantCulture, $"{_packed.Left} bytes or more before the end of the file"),
                "there"
            );
        Span<byte> trailer = stackalloc byte[Trailer];
        _file.Position = _file.Length - Trailer;
        _file.ReadExactly(trailer);
        Check("CRC-32", BinaryPrimitives.ReadUInt32LittleEndian(trailer), ~_crc);
        Check("length field", BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]), _length);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _contents.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_name}: gzip data is damaged or cut off after {_length} unpacked bytes, expected a whole deflate stream."
                ),
                inner: exception
            );
        }
        _crc = Crc32.Append(_crc, buffer[..read]);
        _length += (uint)read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _contents.Dispose();
            _packed.Dispose();
        }
        base.Dispose(disposing);
    }

    private void SkipHeader()
    {
        if (_file.Length < FixedHeader + Trailer)
            throw Malformed(
                "length",
                string.Create(CultureInfo.InvariantCulture, $"{_file.Length} bytes"),
                string.Create(CultureInfo.InvariantCulture, $"{FixedHeader + Trailer} at least, being gzip")
            );
        Span<byte> header = stackalloc byte[FixedHeader];
        _file.ReadExactly(header);
        int method = header[2],
            flags = header[3];
        if (method != 8)
            throw Malformed("gzip method", method.ToString(CultureInfo.InvariantCulture), "8");
        if ((flags & Reserved) != 0)
            throw Malformed("gzip flags", $"0x{flags:x2}", "no reserved bit");
        if ((flags & Extra) != 0)
            Skip(HeaderByte() + 256 * HeaderByte());
        if ((flags & OriginalName) != 0)
            SkipText();
        if ((flags & Comment) != 0)
            SkipText();
        if ((flags & HeaderChecksum) != 0)
            Skip(2);
    }

    private void SkipText()
    {
        while (HeaderByte() != 0) { }
    }

    private void Skip(int count)
    {
        while (count-- > 0)
            HeaderByte();
    }

    private int HeaderByte()
    {
        if (_file.Position >= _file.Length - Trailer)
            throw Malformed("gzip header", "cut off", "a header, data and 8 bytes of checksum and length");
        return _file.ReadByte();
    }

    private void Check(string field, uint found, uint expected)
    {
        if (found != expected)
            throw Malformed($"gzip {field}", $"0x{found:x8}", $"0x{expected:x8}");
    }

    private DataException Malformed(string field, string found, string expected) =>
        DataException.Malformed(_name, field, found, expected);

    /// <summary>The packed bytes up to the trailer; the last ones singly, so that it shows how many were needed.</summary>
    private sealed class Packed(Stream file, long end) : Stream
    {
        private const int Tail = 64;

        public long Left => end - file.Position;

        /// <summary>Whether more was wanted than there is.</summary>
        public bool IsOverrun { get; private set; }

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
            IsOverrun |= Left == 0;
            var most = Left > Tail ? Left - Tail : Math.Min(Left, 1);
            return file.Read(buffer[..(int)Math.Min(buffer.Length, most)]);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
