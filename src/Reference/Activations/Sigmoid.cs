using Compare.Reference.Numerics;

namespace Compare.Reference.Activations;

/// <summary>s(a) = 1 / (1 + e^-a).</summary>
public readonly record struct Sigmoid : IActivationFunction
{
    /// <inheritdoc/>
    public static bool IsKnownByItsCode => true;

    /// <inheritdoc/>
    /// <remarks>The exponential is only taken of negative arguments, so it cannot overflow.</remarks>
    T IActivationFunction.Value<T>(T a)
    {
        var e = T.Exp(-T.Abs(a));
        return Sign.Choose(a, e, T.One) / (T.One + e); // (A.18)
    }

    /// <inheritdoc/>
    T IActivationFunction.Derivative<T>(T a, T z) => z * (T.One - z); // (A.19)
}
