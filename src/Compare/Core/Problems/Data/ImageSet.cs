using System.Security.Cryptography;

namespace Compare.Problems.Data;

/// <summary>Labelled grey images of one size. It does not change.</summary>
public sealed class ImageSet
{
    private const double White = 255;

    private readonly byte[] _pixels;
    private readonly byte[] _labels;
    private readonly Lazy<string> _sha256;

    /// <summary>Takes over the arrays, which nobody must change afterwards.</summary>
    /// <param name="rows">Rows of an image, at least 1.</param>
    /// <param name="columns">Columns of an image, at least 1.</param>
    /// <param name="pixels">Shape (count x rows x columns).</param>
    /// <param name="labels">The class of each image, shape (count).</param>
    /// <exception cref="ArgumentOutOfRangeException">An image would have no pixels.</exception>
    /// <exception cref="ArgumentException">The arrays do not go together.</exception>
    public ImageSet(int rows, int columns, byte[] pixels, byte[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (pixels.LongLength != labels.LongLength * rows * columns)
            throw new ArgumentException(
                $"{labels.Length} images of {rows} x {columns} have {labels.LongLength * rows * columns} pixels, not {pixels.Length}."
            );
        Rows = rows;
        Columns = columns;
        _pixels = pixels;
        _labels = labels;
        _sha256 = new Lazy<string>(Hash);
    }

    /// <summary>Number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>Rows of an image.</summary>
    public int Rows { get; }

    /// <summary>Columns of an image.</summary>
    public int Columns { get; }

    /// <summary>d, the pixels of an image.</summary>
    public int Dimension => Rows * Columns;

    /// <summary>The grey values, shape (count x rows x columns); 0 is background.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The classes, shape (count), each from 0 to 9.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of the two unpacked IDX files of this set, images first:
    /// <c>cat images labels | sha256sum</c>.
    /// </summary>
    public string Sha256 => _sha256.Value;

    /// <summary>The grey values of one image.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Shape (rows x columns).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _pixels.AsSpan(index * Dimension, Dimension);
    }

    /// <summary>The first images of the set.</summary>
    /// <param name="count">How many, 0 to <see cref="Count"/>.</param>
    /// <returns>A set of its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public ImageSet First(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return new ImageSet(Rows, Columns, _pixels[..(count * Dimension)], _labels[..count]);
    }

    /// <summary>The images without their edge, which is empty in MNIST.</summary>
    /// <param name="width">Pixels to leave out on each of the four sides, at least 0; something has to be left.</param>
    /// <returns>A set of its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is negative, or nothing would be left.</exception>
    public ImageSet WithoutMargin(int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2 * width, Math.Min(Rows, Columns), nameof(width));
        var (rows, columns) = (Rows - 2 * width, Columns - 2 * width);
        var pixels = new byte[Count * rows * columns];
        for (var i = 0; i < Count; i++)
        for (var row = 0; row < rows; row++)
            Image(i).Slice((row + width) * Columns + width, columns).CopyTo(pixels.AsSpan((i * rows + row) * columns));
        return new ImageSet(rows, columns, pixels, [.. _labels]);
    }

    /// <summary>Gives images as rows of numbers.</summary>
    /// <param name="scaling">How a byte becomes a pixel: one division by 255, and for centred pixels one subtraction, in double.</param>
    /// <param name="indices">Which images, shape (B); repetitions allowed.</param>
    /// <param name="destination">X, shape (B x d), in the order of <paramref name="indices"/>; overwritten.</param>
    /// <exception cref="ArgumentException">The destination does not have B x d elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image or scaling.</exception>
    public void Scale(PixelScaling scaling, ReadOnlySpan<int> indices, Span<double> destination)
    {
        if (destination.Length != (long)indices.Length * Dimension)
            throw new ArgumentException(
                $"{indices.Length} images of {Dimension} pixels need {(long)indices.Length * Dimension} elements, not {destination.Length}.",
                nameof(destination)
            );
        var shift = scaling switch
        {
            PixelScaling.Centred => 0.5,
            PixelScaling.Unit => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(scaling), scaling, "There is no such scaling."),
        };
        foreach (var index in indices)
        {
            var image = Image(index);
            for (var j = 0; j < image.Length; j++)
                destination[j] = image[j] / White - shift;
            destination = destination[image.Length..];
        }
    }

    /// <summary>SHA-256 of the unpacked IDX file of the images.</summary>
    internal string ImagesSha256() => IdxFormat.Sha256(_pixels, Count, Rows, Columns);

    /// <summary>SHA-256 of the unpacked IDX file of the labels.</summary>
    internal string LabelsSha256() => IdxFormat.Sha256(_labels, Count);

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(IdxFormat.Header(Count, Rows, Columns));
        hash.AppendData(_pixels);
        hash.AppendData(IdxFormat.Header(Count));
        hash.AppendData(_labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
