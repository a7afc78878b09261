using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>What every model with hand-derived gradients offers, so that training does not depend on which one it is.</summary>
/// <typeparam name="T">The number type.</typeparam>
public interface IModel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>The parameters in a fixed order; their elements may be overwritten, and the model then computes with the new ones.</summary>
    IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Evaluates the loss alone.</summary>
    /// <param name="x">X, one image a row, shape (B x d), B at least 1.</param>
    /// <param name="labels">The right class of each image, shape (B); empty for a model without classes.</param>
    /// <returns>Loss and pre-activations, newly allocated.</returns>
    /// <exception cref="ArgumentException">X or the labels do not fit the model.</exception>
    LossForward<T> Loss(Matrix<T> x, ReadOnlySpan<int> labels);

    /// <summary>Evaluates the loss and its gradients.</summary>
    /// <param name="x">X, one image a row, shape (B x d), B at least 1.</param>
    /// <param name="labels">The right class of each image, shape (B); empty for a model without classes.</param>
    /// <returns>Loss and gradients, newly allocated.</returns>
    /// <exception cref="ArgumentException">X or the labels do not fit the model.</exception>
    LossGradient<T> LossGradient(Matrix<T> x, ReadOnlySpan<int> labels);

    /// <summary>Evaluates what the model makes of images: reconstructions or logits.</summary>
    /// <param name="x">X, one image a row, shape (B x d), B at least 1.</param>
    /// <returns>One row per image, newly allocated.</returns>
    /// <exception cref="ArgumentException">X does not fit the model.</exception>
    Matrix<T> Outputs(Matrix<T> x);
}
