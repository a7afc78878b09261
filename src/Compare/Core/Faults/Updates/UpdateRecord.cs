namespace Compare.Faults.Updates;

/// <summary>One update of all tensors.</summary>
/// <param name="UpdatesBefore">t - 1, the number of updates before it.</param>
/// <param name="Tensors">What it did to each tensor.</param>
internal sealed record UpdateRecord(long UpdatesBefore, IReadOnlyList<UpdatedTensor> Tensors);
