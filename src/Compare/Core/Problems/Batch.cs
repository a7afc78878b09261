namespace Compare.Problems;

/// <summary>The images of one evaluation, as plain arrays that no side changes.</summary>
/// <param name="Count">B, the number of images.</param>
/// <param name="X">Images, shape (B x d).</param>
/// <param name="Labels">The right class of each image, shape (B); empty for a model without classes.</param>
public sealed record Batch(int Count, double[] X, int[] Labels);
