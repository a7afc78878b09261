using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>The parameters of a fully connected layer, or their gradients.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="W">Weights, shape (outputs x inputs).</param>
/// <param name="B">Biases, shape (1 x outputs).</param>
public sealed record Layer<T>(Matrix<T> W, Matrix<T> B)
    where T : unmanaged, INumber<T>;
