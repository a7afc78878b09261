namespace Compare.Reference.Activations;

/// <summary>s(a) = -a: the identity with the sign of W2 exchanged, bit for bit.</summary>
public readonly record struct Negative : IActivationFunction
{
    /// <inheritdoc/>
    public static double? Slope => -1;

    /// <inheritdoc/>
    T IActivationFunction.Value<T>(T a) => -a; // (A.14)

    /// <inheritdoc/>
    T IActivationFunction.Derivative<T>(T a, T z) => -T.One; // (A.15)
}
