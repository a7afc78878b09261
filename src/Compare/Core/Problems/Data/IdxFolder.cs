namespace Compare.Problems.Data;

/// <summary>A folder with the four files of MNIST or of a data set in its format, each plain or with <c>.gz</c> added to its name.</summary>
internal static class IdxFolder
{
    public const string TrainImages = "train-images-idx3-ubyte";
    public const string TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte";
    public const string TestLabels = "t10k-labels-idx1-ubyte";
    public const string PackedExtension = ".gz";

    /// <summary>The four names.</summary>
    public static IReadOnlyList<string> Names { get; } = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>The path of one of the files; null if it is not there.</summary>
    public static string? Find(string folder, string name)
    {
        var plain = Path.Combine(folder, name);
        var packed = plain + PackedExtension;
        return File.Exists(plain) ? plain
            : File.Exists(packed) ? packed
            : null;
    }

    /// <summary>Reads the four files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name of the data set.</param>
    /// <param name="cancellation">Ends the reading between the files.</param>
    /// <exception cref="DataException">A file is missing or malformed, or they do not go together.</exception>
    public static Dataset Read(string folder, string name, CancellationToken cancellation)
    {
        var missing = Names.Where(file => Find(folder, file) is null).ToList();
        if (missing.Count > 0)
            throw new DataException(
                $"{folder}: there is no {string.Join(" and no ", missing)}, plain or with {PackedExtension}."
            );
        var train = ReadPair(folder, TrainImages, TrainLabels, cancellation);
        var test = ReadPair(folder, TestImages, TestLabels, cancellation);
        if ((train.Rows, train.Columns) != (test.Rows, test.Columns))
            throw DataException.Malformed(
                Find(folder, TestImages)!,
                "rows x columns",
                $"{test.Rows} x {test.Columns}",
                $"{train.Rows} x {train.Columns}, that of the training images"
            );
        return new Dataset(name, train, test, folder);
    }

    private static ImageSet ReadPair(string folder, string images, string labels, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return IdxReader.Read(Locate(folder, images), Locate(folder, labels));
    }

    // A file that has gone since it was found is reported by the reader.
    private static string Locate(string folder, string name) => Find(folder, name) ?? Path.Combine(folder, name);
}
