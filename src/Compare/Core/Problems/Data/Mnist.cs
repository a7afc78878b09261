namespace Compare.Problems.Data;

/// <summary>MNIST (LeCun, Cortes and Burges 1998): looked up on this machine, else downloaded; always checked.</summary>
internal static class Mnist
{
    /// <summary>The name of the data set.</summary>
    public const string Name = "mnist";

    /// <summary>Number of training images.</summary>
    public const int TrainCount = 60000;

    /// <summary>Number of test images.</summary>
    public const int TestCount = 10000;

    /// <summary>Whether these are MNIST's training images, wherever they came from.</summary>
    /// <param name="images">Any images.</param>
    /// <returns>True if they have the known hash.</returns>
    public static bool IsTrainingSet(ImageSet images) => images.ImagesSha256() == Sha256OfFiles[IdxFolder.TrainImages];

    /// <summary>The four files without <c>.gz</c>, with the SHA-256 of their unpacked contents.</summary>
    public static IReadOnlyDictionary<string, string> Sha256OfFiles { get; } =
        new Dictionary<string, string>
        {
            [IdxFolder.TrainImages] = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            [IdxFolder.TrainLabels] = "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            [IdxFolder.TestImages] = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            [IdxFolder.TestLabels] = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        };

    /// <summary>Looks for the files, without reading them.</summary>
    /// <param name="locations">Where: the named folder, its folder <c>mnist</c>, then the cache.</param>
    /// <returns>The first folder with at least one of the four files; null if there is none.</returns>
    /// <exception cref="DataException">The named folder does not exist.</exception>
    public static string? Find(DataLocations locations)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var candidates = new List<string>();
        if (locations.DataDirectory is { } named)
        {
            if (!Directory.Exists(named))
                throw new DataException($"{DataLocations.DataDirectoryVariable}: there is no folder {named}.");
            candidates.Add(named);
            candidates.Add(Path.Combine(named, Name));
        }
        candidates.Add(CacheFolder(locations));
        return candidates.Find(folder => IdxFolder.Names.Any(name => IdxFolder.Find(folder, name) is not null));
    }

    /// <summary>Reads MNIST, downloading it first if it is not here.</summary>
    /// <param name="locations">Where to look, and how to reach the network.</param>
    /// <param name="cancellation">Ends the download or the reading early.</param>
    /// <returns>MNIST, byte for byte.</returns>
    /// <exception cref="DataException">It is damaged, or it is missing and cannot be downloaded.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Dataset Load(DataLocations locations, CancellationToken cancellation = default) =>
        Read(Find(locations) ?? Fetch(locations, cancellation), Sha256OfFiles, cancellation);

    /// <summary>Downloads MNIST into the cache, unless it is there already, whole and right.</summary>
    /// <param name="locations">Where the cache is, and how to reach the network.</param>
    /// <param name="cancellation">Ends the download early.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="DataException">It cannot be downloaded or written. Nothing half written is left.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing half written is left.</exception>
    public static string Fetch(DataLocations locations, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var folder = CacheFolder(locations);
        if (!IsWhole(folder, Sha256OfFiles, cancellation))
            new MnistDownload(locations, folder, Sha256OfFiles).RunAsync(cancellation).GetAwaiter().GetResult();
        return folder;
    }

    /// <summary>Where a download goes.</summary>
    internal static string CacheFolder(DataLocations locations) => Path.Combine(locations.CacheDirectory, Name);

    /// <summary>Reads MNIST from a folder and checks every byte, by hash.</summary>
    internal static Dataset Read(
        string folder,
        IReadOnlyDictionary<string, string> sha256OfFiles,
        CancellationToken cancellation
    )
    {
        var dataset = IdxFolder.Read(folder, Name, cancellation);
        CheckFile(IdxFolder.TrainImages, dataset.Train.ImagesSha256());
        CheckFile(IdxFolder.TrainLabels, dataset.Train.LabelsSha256());
        CheckFile(IdxFolder.TestImages, dataset.Test.ImagesSha256());
        CheckFile(IdxFolder.TestLabels, dataset.Test.LabelsSha256());
        return dataset;

        void CheckFile(string name, string found)
        {
            if (found != sha256OfFiles[name])
                throw DataException.Malformed(
                    IdxFolder.Find(folder, name) ?? name,
                    "SHA-256 of the unpacked contents",
                    found,
                    $"MNIST's {sha256OfFiles[name]}"
                );
        }
    }

    /// <summary>Whether a folder holds MNIST, byte for byte.</summary>
    internal static bool IsWhole(
        string folder,
        IReadOnlyDictionary<string, string> sha256OfFiles,
        CancellationToken cancellation
    )
    {
        try
        {
            Read(folder, sha256OfFiles, cancellation);
            return true;
        }
        catch (DataException)
        {
            return false;
        }
    }
}
