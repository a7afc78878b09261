using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>The loss of a model on a batch and its gradient by every parameter.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Forward">The loss and the pre-activations.</param>
/// <param name="Gradients">One matrix per parameter, in the order and the shapes of the parameters.</param>
public sealed record LossGradient<T>(LossForward<T> Forward, IReadOnlyList<Matrix<T>> Gradients)
    where T : unmanaged, INumber<T>;
