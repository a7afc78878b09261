namespace Compare.Problems.Recorded;

/// <summary>A bias and its gradient.</summary>
/// <param name="Value">Shape (1 x n).</param>
/// <param name="Gradient">Shape (1 x n).</param>
internal sealed record RecordedBias(NamedArray Value, NamedArray Gradient);
