using System.Numerics;
using Compare.Reference.Models;
using Compare.Reference.Numerics;

namespace Compare.Reference.Training;

/// <summary>A training run: parameters, the optimizer's state, and steps that change both.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface ITrainer<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>One training step: forward, backward, update.</summary>
    /// <param name="images">All images, one a row, shape (N x d).</param>
    /// <param name="labels">The right class of each image, shape (N); empty for a model without classes.</param>
    /// <param name="rows">The B rows of <paramref name="images"/> that form the batch, in their order; empty for all of them.</param>
    /// <returns>The loss of the batch before the update.</returns>
    /// <exception cref="ArgumentException">The images or the labels do not fit the model, or a row is no image.</exception>
    T Step(Matrix<T> images, ReadOnlySpan<int> labels, ReadOnlySpan<int> rows);

    /// <summary>Loss, and accuracy where there are classes, at the present parameters.</summary>
    /// <param name="images">Images, one a row, shape (N x d), N at least 1.</param>
    /// <param name="labels">The right class of each image, shape (N); empty for a model without classes.</param>
    /// <returns>The mean over the images.</returns>
    /// <exception cref="ArgumentException">The images or the labels do not fit the model.</exception>
    Score Evaluate(Matrix<T> images, ReadOnlySpan<int> labels);

    /// <summary>Copies the present parameters.</summary>
    /// <returns>In the model's order and shapes.</returns>
    IReadOnlyList<Parameter<T>> CopyParameters();
}
