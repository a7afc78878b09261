namespace Compare.Problems;

/// <summary>Images as plain arrays that no party changes; a party may keep its own copy as long as this object lives.</summary>
/// <param name="Count">B, the number of images.</param>
/// <param name="X">Images, shape (B x d).</param>
/// <param name="Labels">The right class of each image, shape (B); empty for a model without classes.</param>
public sealed record Batch(int Count, double[] X, int[] Labels)
{
    /// <summary>d, the pixels of an image.</summary>
    public int Inputs => Count == 0 ? 0 : X.Length / Count;
}
