namespace Compare.Problems;

/// <summary>One gradient to compute: a model, its parameters and a batch, as plain arrays that no side changes.</summary>
/// <param name="Model">The model.</param>
/// <param name="Precision">The format in which the sides compute. All numbers here are representable in it.</param>
/// <param name="Parameters">In the model's order and shapes.</param>
/// <param name="Batch">The images.</param>
public sealed record Problem(ModelSpec Model, Precision Precision, IReadOnlyList<NamedArray> Parameters, Batch Batch);
