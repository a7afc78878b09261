namespace Compare.Faults.Updates;

/// <summary>One update of all tensors.</summary>
/// <param name="UpdatesBefore">t - 1, the number of updates before it.</param>
/// <param name="Tensors">What it did to each tensor.</param>
internal sealed record UpdateRecord(long UpdatesBefore, IReadOnlyList<UpdatedTensor> Tensors)
{
    /// <summary>What a schedule multiplies the step size with.</summary>
    public double StepSizeFactor { get; init; } = 1;
}
