using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Activations;

/// <summary>s(a) = max(0, a).</summary>
/// <param name="DerivativeAtZero">
/// The value taken for the derivative at 0, where every number in [0, 1] is a subgradient: libtorch takes 0, the homework 1/2.
/// </param>
public readonly record struct Relu(double DerivativeAtZero) : IActivationFunction
{
    /// <inheritdoc/>
    public static IReadOnlyList<double> Kinks => [0];

    /// <inheritdoc/>
    T IActivationFunction.Value<T>(T a) => T.Max(T.Zero, a); // (A.16)

    /// <inheritdoc/>
    T IActivationFunction.Derivative<T>(T a, T z) => Sign.Step(a, AtZero<T>()); // (A.17)

    // A conversion per element would cost more than the function.
    private T AtZero<T>()
        where T : unmanaged, INumber<T> => DerivativeAtZero == 0 ? T.Zero : T.CreateChecked(DerivativeAtZero);
}
