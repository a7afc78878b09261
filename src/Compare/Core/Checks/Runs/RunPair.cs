using Compare.Problems.Recorded.Runs;

namespace Compare.Checks.Runs;

/// <summary>A tensor of A and the tensor of B that it is held against.</summary>
/// <param name="A">In A.</param>
/// <param name="B">In B.</param>
/// <param name="How">Why these two, in words; null for the same name.</param>
/// <param name="IsTransposed">Whether B has it as the transpose.</param>
internal sealed record RunPair(RunTensor A, RunTensor B, string? How = null, bool IsTransposed = false);
