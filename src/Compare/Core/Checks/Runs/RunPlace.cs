namespace Compare.Checks.Runs;

/// <summary>A pair at an update, in the order in which things happen.</summary>
/// <param name="Index">Index of the update whose record it stands in.</param>
/// <param name="Update">The number of the update that it belongs to.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Difference">How far apart.</param>
/// <param name="Allowed">What rounding can do, absolute.</param>
/// <param name="IsAfter">Whether these are parameters that the update made.</param>
internal sealed record RunPlace(
    int Index,
    long Update,
    RunPair Pair,
    TensorDifference Difference,
    double Allowed,
    bool IsAfter
)
{
    /// <summary>The difference over what rounding can do.</summary>
    public double Ratio => Difference.Largest == 0 ? 0 : Difference.Largest / Allowed;

    /// <summary>The tensor in words.</summary>
    public string Words => IsAfter ? $"{Pair.A.Name} after the update" : Pair.A.Words;
}
