using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>The gradient of the loss by both weight matrices.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Forward">The forward pass it came from, with the loss.</param>
/// <param name="DW1">Gradient by W1, shape (k x d).</param>
/// <param name="DW2">Gradient by W2, shape (d x k).</param>
public sealed record AutoencoderGradient<T>(AutoencoderForward<T> Forward, Matrix<T> DW1, Matrix<T> DW2)
    where T : unmanaged, INumber<T>;
