namespace Compare.Problems.Data;

/// <summary>The data sets that have a name, and how they stand on this machine. Nothing here uses the network.</summary>
internal static class DataCatalogue
{
    /// <summary>Looks what is here, without reading contents.</summary>
    /// <param name="locations">Where to look.</param>
    /// <returns>One entry for each of <see cref="Datasets.Names"/>, in that order.</returns>
    public static IReadOnlyList<DataCatalogueEntry> List(DataLocations locations) =>
        [DigitsEntry(DataStatus.Found), FindMnist(locations)];

    /// <summary>Reads what is here and compares every byte, by hash, with what it must be.</summary>
    /// <param name="locations">Where to look.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>One entry for each of <see cref="Datasets.Names"/>, in that order.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<DataCatalogueEntry> Verify(
        DataLocations locations,
        CancellationToken cancellation = default
    )
    {
        var mnist = FindMnist(locations);
        return
        [
            VerifyDigits(cancellation),
            mnist.Status == DataStatus.Found ? VerifyMnist(mnist, cancellation) : mnist,
        ];
    }

    private static DataCatalogueEntry DigitsEntry(DataStatus status) =>
        new(Digits.Name, status, "drawn by this program", Digits.TrainCount, Digits.TestCount);

    private static DataCatalogueEntry VerifyDigits(CancellationToken cancellation)
    {
        var digits = Digits.Draw(cancellation);
        foreach (
            var (split, found, expected) in new[]
            {
                ("training", digits.Train.Sha256, Digits.TrainSha256),
                ("test", digits.Test.Sha256, Digits.TestSha256),
            }
        )
            if (found != expected)
                return DigitsEntry(DataStatus.Damaged) with
                {
                    Problem = $"SHA-256 of the {split} images is {found}, expected {expected}.",
                    Remedy =
                        "This platform rounds differently from IEEE 754; results cannot be compared with other machines'.",
                };
        return DigitsEntry(DataStatus.Verified);
    }

    private static DataCatalogueEntry FindMnist(DataLocations locations)
    {
        var entry = new DataCatalogueEntry(
            Mnist.Name,
            DataStatus.Missing,
            Mnist.CacheFolder(locations),
            Mnist.TrainCount,
            Mnist.TestCount
        );
        try
        {
            return Mnist.Find(locations) is { } folder
                ? entry with
                {
                    Status = DataStatus.Found,
                    Location = folder,
                }
                : entry with
                {
                    Problem = "MNIST is not on this machine.",
                    Remedy =
                        $"Run 'compare data fetch', or put {string.Join(", ", IdxFolder.Names)} "
                        + $"(plain or with {IdxFolder.PackedExtension}) into {entry.Location}.",
                };
        }
        catch (DataException exception)
        {
            return entry with
            {
                Problem = exception.Message,
                Remedy = $"Let {DataLocations.DataDirectoryVariable} name a folder that exists, or unset it.",
            };
        }
    }

    private static DataCatalogueEntry VerifyMnist(DataCatalogueEntry found, CancellationToken cancellation)
    {
        try
        {
            Mnist.Read(found.Location, Mnist.Sha256OfFiles, cancellation);
            return found with { Status = DataStatus.Verified };
        }
        catch (DataException exception)
        {
            return found with
            {
                Status = DataStatus.Damaged,
                Problem = exception.Message,
                Remedy =
                    "Replace the file; in the cache, 'compare data fetch' does it, and also where files are missing.",
            };
        }
    }
}
