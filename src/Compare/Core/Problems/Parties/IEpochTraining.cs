using Compare.Reference.Training;

namespace Compare.Problems.Parties;

/// <summary>
/// A training run at a side's full speed: the images stay with the side, batches are named by rows, and losses come back once per call.
/// </summary>
public interface IEpochTraining : IDisposable
{
    /// <summary>Makes one update for each batch.</summary>
    /// <param name="rows">Rows of the training images, batch after batch.</param>
    /// <param name="batch">B, at least 1; the last batch may have fewer images.</param>
    /// <returns>The loss of each update, before it.</returns>
    double[] Train(ReadOnlySpan<int> rows, int batch);

    /// <summary>Loss, and accuracy where there are classes, at the present parameters.</summary>
    /// <param name="images">The images.</param>
    /// <returns>The mean over the images.</returns>
    Score Evaluate(Batch images);

    /// <summary>Copies the present parameters.</summary>
    /// <returns>In the model's order and shapes.</returns>
    IReadOnlyList<NamedArray> CopyParameters();
}
