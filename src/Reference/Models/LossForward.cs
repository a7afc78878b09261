using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>The loss of a model on a batch, and what decided it.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Loss">The loss, mean over the batch.</param>
/// <param name="PreActivations">What each layer's activation is applied to, shape (B x units), the last layer included.</param>
public sealed record LossForward<T>(T Loss, IReadOnlyList<Matrix<T>> PreActivations)
    where T : unmanaged, INumber<T>;
