namespace Compare.Oracles.Updates;

/// <summary>What rounding can do in one update of a training run; infinite where nothing can be said.</summary>
/// <param name="Loss">To the loss before the update, the parameters' errors from earlier updates included to first order.</param>
/// <param name="Parameters">To the parameters after it, in the Euclidean norm, over all updates up to this one.</param>
/// <param name="Local">To each element of each parameter, in this update alone.</param>
/// <param name="LocalSlots">To each element of each parameter's state slots, in this update alone.</param>
internal sealed record UpdateBounds(
    double Loss,
    double Parameters,
    IReadOnlyList<double[]> Local,
    IReadOnlyList<IReadOnlyList<double[]>> LocalSlots
);
