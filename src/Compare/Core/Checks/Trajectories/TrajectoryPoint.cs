namespace Compare.Checks.Trajectories;

/// <summary>One update of a free run of two sides, of the judge, and of shadows.</summary>
/// <remarks>
/// Distances are Euclidean, over all parameters, after the update. Losses are those of the update's batch before it.
/// </remarks>
internal sealed record TrajectoryPoint
{
    /// <summary>Number of the update, 1 for the first.</summary>
    public required int Update { get; init; }

    /// <summary>The loss of the first side.</summary>
    public required double FirstLoss { get; init; }

    /// <summary>The loss of the second side.</summary>
    public required double SecondLoss { get; init; }

    /// <summary>The loss of the judge; NaN if there is none.</summary>
    public required double JudgeLoss { get; init; }

    /// <summary>The losses of the shadows.</summary>
    public required double[] ShadowLosses { get; init; }

    /// <summary>How far the two losses may be apart by rounding, if updates do not amplify what they inherit.</summary>
    public required double LossBound { get; init; }

    /// <summary>Distance of the two sides.</summary>
    public required double Distance { get; init; }

    /// <summary>Distance of the first side from the judge; NaN if there is none.</summary>
    public required double FirstError { get; init; }

    /// <summary>Distance of the second side from the judge; NaN if there is none.</summary>
    public required double SecondError { get; init; }

    /// <summary>How far the two sides may be apart by rounding, if updates do not amplify what they inherit.</summary>
    public required double Bound { get; init; }

    /// <summary>Distances of every two among the first side and the shadows.</summary>
    public required double[] ShadowDistances { get; init; }

    /// <summary>Norm of the first side's parameters.</summary>
    public required double Norm { get; init; }

    /// <summary>How far the first side has come from its initial parameters.</summary>
    public required double Travelled { get; init; }

    /// <summary>Whether loss and parameters of the first side are finite.</summary>
    public required bool FirstIsFinite { get; init; }

    /// <summary>Whether loss and parameters of the second side are finite.</summary>
    public required bool SecondIsFinite { get; init; }
}
