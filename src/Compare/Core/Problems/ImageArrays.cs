namespace Compare.Problems;

/// <summary>Images as plain arrays that no side changes; a side may keep its own copy as long as this object lives.</summary>
/// <param name="Inputs">d, the pixels of an image.</param>
/// <param name="X">All images, shape (N x d).</param>
/// <param name="Labels">The right class of each image, shape (N); empty for a model without classes.</param>
public sealed record ImageArrays(int Inputs, double[] X, int[] Labels)
{
    /// <summary>N.</summary>
    public int Count => X.Length / Inputs;
}
