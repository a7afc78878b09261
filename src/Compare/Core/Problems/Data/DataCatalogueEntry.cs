namespace Compare.Problems.Data;

/// <summary>One data set, and how it stands on this machine.</summary>
/// <param name="Name">What <c>--data</c> calls it.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Location">Where it is, or where it belongs: a folder, or words.</param>
/// <param name="TrainCount">Number of training images that it has when whole.</param>
/// <param name="TestCount">Number of test images that it has when whole.</param>
/// <param name="Problem">What is wrong, in one line; null if nothing is.</param>
/// <param name="Remedy">What to do about it, in one line; null if nothing needs doing.</param>
internal sealed record DataCatalogueEntry(
    string Name,
    DataStatus Status,
    string Location,
    int TrainCount,
    int TestCount,
    string? Problem = null,
    string? Remedy = null
);
