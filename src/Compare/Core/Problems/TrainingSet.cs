namespace Compare.Problems;

/// <summary>Training images as plain arrays, and which of them form the batch of each update.</summary>
/// <param name="Inputs">d, the pixels of an image.</param>
/// <param name="X">All images, shape (N x d).</param>
/// <param name="Labels">The right class of each image, shape (N); empty for a model without classes.</param>
/// <param name="Batches">For each update the rows of <paramref name="X"/> that form its batch.</param>
public sealed record TrainingSet(int Inputs, double[] X, int[] Labels, IReadOnlyList<int[]> Batches)
{
    /// <summary>Gathers the batch of an update.</summary>
    /// <param name="update">0 for the first.</param>
    /// <returns>The batch, newly allocated.</returns>
    public Batch Batch(int update)
    {
        var rows = Batches[update];
        var x = new double[rows.Length * Inputs];
        for (var i = 0; i < rows.Length; i++)
            X.AsSpan(rows[i] * Inputs, Inputs).CopyTo(x.AsSpan(i * Inputs));
        return new Batch(rows.Length, x, Labels.Length == 0 ? [] : [.. rows.Select(row => Labels[row])]);
    }
}
