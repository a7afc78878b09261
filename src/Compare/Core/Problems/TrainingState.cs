namespace Compare.Problems;

/// <summary>Everything that a training run carries from one update to the next, as plain arrays.</summary>
/// <param name="Updates">Number of updates made so far.</param>
/// <param name="Parameters">In the model's order and shapes.</param>
/// <param name="Slots">For each parameter what the optimizer remembers, under the names of derivation.md, section O.</param>
public sealed record TrainingState(
    long Updates,
    IReadOnlyList<NamedArray> Parameters,
    IReadOnlyList<IReadOnlyList<NamedArray>> Slots
);
