using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>A fully connected layer: s(W h + b).</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="W">Weights, shape (outputs x inputs).</param>
/// <param name="B">Biases, shape (1 x outputs); null for a layer without.</param>
/// <param name="Activation">s; the identity for a layer without.</param>
public sealed record Layer<T>(Matrix<T> W, Matrix<T>? B, Activation Activation)
    where T : unmanaged, INumber<T>;
