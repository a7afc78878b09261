using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>Loss of a <see cref="Classifier{T}"/> and its gradient by every parameter.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Loss">Mean cross-entropy of the batch, in nats.</param>
/// <param name="LogProbabilities">log p, shape (B x classes).</param>
/// <param name="PreActivations">A of each hidden layer, shape (B x units).</param>
/// <param name="Layers">dW and db of each layer, in the shapes of the parameters.</param>
public sealed record ClassifierGradient<T>(
    T Loss,
    Matrix<T> LogProbabilities,
    IReadOnlyList<Matrix<T>> PreActivations,
    IReadOnlyList<Layer<T>> Layers
)
    where T : unmanaged, INumber<T>;
