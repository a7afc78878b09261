namespace Compare.Problems.Data;

/// <summary>The embedded data set: digits that look handwritten, in the format of MNIST, drawn by this project on the spot.</summary>
/// <remarks>
/// The same bytes on every platform: whole numbers, and of floating point only + - * / and the square root, which IEEE 754 rounds
/// one way. Image i of a split depends on the split and i alone. The seeds are those, of forty tried, with the widest gaps in the
/// spectrum of the second-moment matrix behind eigenvalues 25, 50 and 100, where the PCA checks cut.
/// </remarks>
internal static class Digits
{
    /// <summary>The name of the data set.</summary>
    public const string Name = "digits";

    /// <summary>Rows, and columns, of an image.</summary>
    public const int Side = 28;

    /// <summary>Number of training images, 600 of each class.</summary>
    public const int TrainCount = 6000;

    /// <summary>Number of test images, 100 of each class.</summary>
    public const int TestCount = 1000;

    /// <summary><see cref="ImageSet.Sha256"/> of the training images.</summary>
    public const string TrainSha256 = "c0258bc259c29ffd2e943b863b286cdf56b838000c8a4dfe9c5f5de54b9e1eb5";

    /// <summary><see cref="ImageSet.Sha256"/> of the test images.</summary>
    public const string TestSha256 = "0a7bbf9f81a92ba748b00e0f1a3b2419cb08589c3fa19fca992f56bdfaa9f414";

    private const int Classes = 10;
    private const ulong TrainSeed = 58;
    private const ulong TestSeed = 59;

    /// <summary>Draws the data set.</summary>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <returns>Classes balanced, in shuffled order.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Dataset Draw(CancellationToken cancellation = default) =>
        new(
            Name,
            Draw(TrainSeed, TrainCount, cancellation),
            Draw(TestSeed, TestCount, cancellation),
            "drawn by this program"
        );

    private static ImageSet Draw(ulong seed, int count, CancellationToken cancellation)
    {
        var labels = Labels(seed, count);
        var pixels = new byte[count * Side * Side];
        Parallel.For(
            0,
            count,
            new ParallelOptions { CancellationToken = cancellation },
            i => Draw(seed, i, labels[i], pixels.AsSpan(i * Side * Side, Side * Side))
        );
        return new ImageSet(Side, Side, pixels, labels);
    }

    private static void Draw(ulong seed, int index, int digit, Span<byte> image)
    {
        var random = new RandomSource(RandomSource.SeedOf(seed, (ulong)index));
        var path = new Handwriting(random).Write(digit);
        new Pen(softness: random.Between(0.9, 1.8), ink: random.Between(225, 255)).Draw(path, image);
    }

    private static byte[] Labels(ulong seed, int count)
    {
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
            labels[i] = (byte)(i % Classes);
        var random = new RandomSource(seed);
        for (var i = count - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (labels[i], labels[j]) = (labels[j], labels[i]);
        }
        return labels;
    }
}
