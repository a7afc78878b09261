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
    T IActivationFunction.Value<T>(T a) => T.Max(T.Zero, a); // (A.16)

    /// <inheritdoc/>
    T IActivationFunction.Derivative<T>(T a, T z) => Step(a, T.CreateChecked(DerivativeAtZero)); // (A.17)

    private static T Step<T>(T a, T atZero)
        where T : unmanaged, INumber<T>
    {
        if (a is IErrorBounded<T> bounded)
            return bounded.Step(atZero);
        if (T.IsNaN(a))
            return a;
        return a > T.Zero ? T.One
            : a < T.Zero ? T.Zero
            : atZero;
    }
}
