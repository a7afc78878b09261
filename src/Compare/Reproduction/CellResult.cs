namespace Compare.Reproduction;

/// <summary>What a training run leaves behind: one file of the run store.</summary>
internal sealed record CellResult
{
    /// <summary>The cell's settings as text, so that a file says what it is, and one that got into the wrong place is noticed.</summary>
    public required string Settings { get; init; }

    /// <summary>For each epoch the mean of its batches' losses, each before its update; Eq. (1) or cross-entropy.</summary>
    public required IReadOnlyList<double> TrainLosses { get; init; }

    /// <summary>For each epoch the loss over the test set after it.</summary>
    public required IReadOnlyList<double> TestLosses { get; init; }

    /// <summary>For each epoch the share of test images that are classified rightly; 0 in Table 1.</summary>
    public required IReadOnlyList<double> Accuracies { get; init; }

    /// <summary>Every how many updates a loss is kept.</summary>
    public required int StepsBetweenLosses { get; init; }

    /// <summary>The loss of every so-many-th update, from the first on.</summary>
    public required IReadOnlyList<double> StepLosses { get; init; }

    /// <summary>Machine and duration: what may differ between two equal runs.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
